/** What runs, by digest: a tag can be moved to another image, a digest cannot. */
export const images = {
  web: 'registry.example/storefront/web:2.4.1@sha256:5f0b3a0ec5a2d21e3c1f7a5a9f5a8b6e0d6a4c1f0c3b2a1908f7e6d5c4b3a291',
  api: 'registry.example/storefront/api:3.9.0@sha256:8a1d2c3b4e5f60718293a4b5c6d7e8f9012a3b4c5d6e7f8091a2b3c4d5e6f708',
  worker: 'registry.example/storefront/worker:3.9.0@sha256:1c2d3e4f5061728394a5b6c7d8e9f00112233445566778899aabbccddeeff001',
  postgres: 'registry.example/mirror/postgres:17.2@sha256:0d1e2f3041526374859607182a3b4c5d6e7f8091a2b3c4d5e6f7081929304152',
} as const;
