// Everything of cdk8s-plus under its own name; what is exported by name below takes precedence.
export * from 'cdk8s-plus-28';
export { App, type AppProps } from './app';
export { Deployment, type DeploymentProps } from './deployment';
