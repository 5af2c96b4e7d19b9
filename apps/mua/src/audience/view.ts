export type ContactRow = { id: string; email: string; name: string; createdAt: string };

export type ImportStatus = 'pending' | 'running' | 'completed' | 'failed';

export type ImportView = {
  id: string;
  filename: string;
  status: ImportStatus;
  rows: number;
  created: number;
  updated: number;
  skipped: number;
  /** 0 to 1: how much of the file was read. */
  progress: number;
  encoding: string | null;
  failure: string | null;
  createdAt: string;
};

export type ImportErrorRow = { row: number; reason: string };

/** The start of a CSV file as it was understood, and the guess what each column is. */
export type ImportPeek = {
  encoding: string;
  separator: string;
  columns: readonly { header: string; guess: string; samples: readonly string[] }[];
};
