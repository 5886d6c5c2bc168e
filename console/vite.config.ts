import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const ENGINE_URL = process.env.ATALAYA_ENGINE_URL ?? 'http://127.0.0.1:4780';

export default defineConfig({
  plugins: [react()],
  server: { host: '127.0.0.1', proxy: { '/v1': ENGINE_URL, '/health': ENGINE_URL } },
  build: {
    target: ['chrome123', 'firefox121', 'safari17.5'],
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    reportCompressedSize: true,
    assetsInlineLimit: 2048,
  },
});
