export { TemperedError, type TemperedErrorOptions } from './errors';
