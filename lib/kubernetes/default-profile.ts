/** The profile of what nobody gave one. Stated here and nowhere else. */
export { restricted as defaultProfile } from '../profiles/restricted';
