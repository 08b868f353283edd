"""The data-quality audit: are the files fit to carry an answer, field by field and month by month?

`rules` says what is wrong with a row, `auditing` counts it in one scan and grades it with the consequence in words,
`groups` looks at what shows only over many rows (uniqueness, coding, one-race officers), `linking` at what shows only
between files, and `sampling` plans the comparison with the paper or the video."""
