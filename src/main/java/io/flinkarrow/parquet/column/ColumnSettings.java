package io.flinkarrow.parquet.column;

import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.statistics.StatisticsSettings;
import javax.annotation.Nullable;

/**
 * How one leaf column is written: the writer's options after per-column choices are applied.
 *
 * @param codec compresses the pages of the column
 * @param compressionLevel a level {@code codec} has
 * @param dictionaryEnabled whether to try dictionary encoding first
 * @param dictionaryBytes the most bytes a chunk's dictionary page may have before compression
 * @param encoding the encoding of values that do not refer to a dictionary; the column's type has
 *     it
 * @param encodingByTrial whether to find the smallest encoding instead, by trying all that the type
 *     has on the column's values
 * @param pageBytes a data page takes no further row when its values would exceed this many bytes,
 *     PLAIN-encoded or, as ids of a dictionary, at four bytes each
 * @param pageRows the most rows of a data page
 * @param statistics which statistics it has
 * @param checksums whether pages carry a CRC-32
 * @param encryption by which key the column is encrypted
 * @param pageVersion of data pages
 * @param distinctCounts whether statistics have the number of distinct values where it is known
 * @param bloomFilter how Bloom filters are made; null if there are none
 */
public record ColumnSettings(
    CompressionCodec codec,
    int compressionLevel,
    boolean dictionaryEnabled,
    int dictionaryBytes,
    ValueEncoding encoding,
    boolean encodingByTrial,
    int pageBytes,
    int pageRows,
    StatisticsSettings statistics,
    boolean checksums,
    ColumnEncryption encryption,
    PageVersion pageVersion,
    boolean distinctCounts,
    @Nullable BloomFilterSettings bloomFilter) {}
