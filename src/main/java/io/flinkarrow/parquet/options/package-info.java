/**
 * What users name in the options of files: codecs, encodings, profiles.
 *
 * <p>From: users, through {@code WriterOptions}. To: the settings of columns, codecs, encoders.
 */
package io.flinkarrow.parquet.options;
