package io.flinkarrow.parquet;

import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.options.WriterProfile;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Those of {@link WriterOptions} that say how the pages of columns are written: of all columns, and
 * of single ones by path. A builder changes its own instance. {@link WriterOptions} copies it, and
 * the copy never changes.
 */
final class ColumnWriterOptions implements Serializable {

  private static final long serialVersionUID = 1L;

  WriterProfile profile = WriterProfile.COMPATIBLE;
  CodecChoice codec = CodecChoice.atDefaultLevel(WriterOptions.DEFAULT_CODEC);
  int pageBytes = WriterOptions.DEFAULT_PAGE_BYTES;
  int pageRows = WriterOptions.DEFAULT_PAGE_ROWS;
  boolean pageRowsChosen;
  boolean dictionary = true;
  int dictionaryBytes = WriterOptions.DEFAULT_DICTIONARY_BYTES;
  boolean checksums = true;
  final Map<String, CodecChoice> columnCodecs = new LinkedHashMap<>();
  final Map<String, Boolean> columnDictionaries = new LinkedHashMap<>();
  final Map<String, ValueEncoding> columnEncodings = new LinkedHashMap<>();

  ColumnWriterOptions() {}

  ColumnWriterOptions(ColumnWriterOptions other) {
    profile = other.profile;
    codec = other.codec;
    pageBytes = other.pageBytes;
    pageRows = other.pageRows;
    pageRowsChosen = other.pageRowsChosen;
    dictionary = other.dictionary;
    dictionaryBytes = other.dictionaryBytes;
    checksums = other.checksums;
    columnCodecs.putAll(other.columnCodecs);
    columnDictionaries.putAll(other.columnDictionaries);
    columnEncodings.putAll(other.columnEncodings);
  }
}
