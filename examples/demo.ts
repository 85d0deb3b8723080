import { TemperedError } from 'tempered';

console.log(`tempered: ${TemperedError.name} is all there is to show yet.`);
