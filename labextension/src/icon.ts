import { LabIcon } from '@jupyterlab/ui-components';

/** The workbook's icon, an open book with a check mark, in the theme's colour. */
export const workbookIcon = new LabIcon({
  name: 'coaching-workbook:workbook',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <g class="jp-icon3" fill="#616161">
    <path d="M3 5.2C5.9 4.2 8.800 4.400 11.300 6v13.300C8.900 17.900 6 17.700 3 18.600zM21 5.200C18.100 4.200 15.200 4.400 12.700 6v13.300C15.100 17.900 18 17.700 21 18.600zM14.600 9.100l0 1.500c1.500-.6 3-.8 4.500-.5V8.600c-1.500-.3-3-.1-4.500.5zm0 3.600l0 1.500c1.500-.6 3-.8 4.500-.5v-1.500c-1.500-.3-3-.1-4.500.5zM5 11.600l1-1.100 1.300 1.300 2.400-2.700 1.100 1-3.500 3.900z" fill-rule="evenodd"/>
  </g>
</svg>`
});
