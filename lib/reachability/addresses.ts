export * from '../controls/network/addresses';
