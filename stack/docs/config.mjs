// What Docs tells everyone about itself, per version.
import { json } from './answers.mjs';

const LANGUAGES = [['en-us', 'English'], ['fr-fr', 'Français'], ['de-de', 'Deutsch'], ['nl-nl', 'Nederlands'], ['es-es', 'Español']];
const IMPORT_BYTES = 20 * 1024 * 1024;

export function config({ switches, publicUrl }) {
  const wsUrl = switches.of('wsUrl');
  const mediaBase = switches.of('mediaBase');
  const common = {
    AI_FEATURE_ENABLED: switches.of('ai'),
    COLLABORATION_WS_URL: wsUrl === 'derived' ? `${publicUrl.replace(/^http/, 'ws')}/collaboration/ws/` : wsUrl,
    ENVIRONMENT: 'production',
    FRONTEND_THEME: null,
    MEDIA_BASE_URL: mediaBase === 'derived' ? publicUrl : mediaBase,
    LANGUAGES,
    LANGUAGE_CODE: 'en-us',
    SENTRY_DSN: null,
    TRASHBIN_CUTOFF_DAYS: 30,
    theme_customization: {},
    [switches.atLeast('5.4.0') ? 'COLLABORATION_WS_NOT_CONNECTED_READ_ONLY' : 'COLLABORATION_WS_NOT_CONNECTED_READY_ONLY']: switches.of('lock'),
  };
  return json(200, { ...common, ...(switches.isA ? ofA() : ofB(switches)) });
}

const ofA = () => ({ CRISP_WEBSITE_ID: null, POSTHOG_KEY: {} });

const ofB = (switches) => ({
  AI_BOT: { name: 'Docs AI', color: '#8bc6ff' },
  AI_FEATURE_BLOCKNOTE_ENABLED: false,
  AI_FEATURE_LEGACY_ENABLED: true,
  API_USERS_SEARCH_QUERY_MIN_LENGTH: 3,
  COLLABORATION_WS_INACTIVITY_TIMEOUT: null,
  CONVERSION_FILE_EXTENSIONS_ALLOWED: ['.docx', '.md'],
  CONVERSION_FILE_MAX_SIZE: IMPORT_BYTES,
  CONVERSION_UPLOAD_ENABLED: false,
  REACTIONS_MAX_PER_COMMENT: 15,
  POSTHOG_KEY: null,
  ...(switches.atLeast('5.1.0') && switches.of('announceVersion') ? { RELEASE_VERSION: switches.version } : {}),
});
