import eslint from '@eslint/js';
import typed from 'typescript-eslint';

export default typed.config(
  { ignores: ['lib/**', 'node_modules/**', 'src/contract.ts', '*.mjs', '*.mts', 'style/**'] },
  eslint.configs.recommended,
  ...typed.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: './tsconfig.tests.json', tsconfigRootDir: import.meta.dirname }
    },
    rules: {
      eqeqeq: 'error',
      curly: 'error',
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 60, IIFEs: true }],
      '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true }],
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'What people type is text: use textContent.' },
        { property: 'outerHTML', message: 'What people type is text: use textContent.' },
        { property: 'insertAdjacentHTML', message: 'What people type is text: use append.' }
      ]
    }
  },
  { files: ['tests/**'], rules: { 'max-lines-per-function': 'off' } }
);
