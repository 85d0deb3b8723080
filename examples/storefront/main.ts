import { App } from 'tempered/kubernetes';
import { Storefront } from './storefront';

const app = new App();
new Storefront(app, 'storefront', { namespace: 'storefront' });
app.synth();
