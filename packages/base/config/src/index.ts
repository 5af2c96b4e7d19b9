export { callerFolder } from './caller-folder.ts';
export { childEnvironment } from './child-environment.ts';
export { type KeyPurpose, type Keyring, openKeyring } from './keyring.ts';
export { type Config, ConfigError, metaOf, readConfig, secretId } from './read-config.ts';
export { findRoute, parseRoutes, type Route } from './routes.ts';
export { type SettingName, settings } from './settings.ts';
