'use server';

export async function switchTenant(_id: string): Promise<void> {}
