package io.flinkarrow.parquet.file;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.schema.PrimitiveType;

/**
 * The size of values PLAIN-encoded, booleans at a byte each, by what a file says of them: pages and
 * row groups are measured by it, because their size before compression says little if they refer to
 * a dictionary.
 */
public final class PlainSizes {

  /** Of values whose file does not say it, or says what cannot be. */
  public static final long UNKNOWN = Long.MAX_VALUE;

  /** What two of them make is none either. */
  private static final long MOST = Long.MAX_VALUE / 4;

  private PlainSizes() {}

  /** At most so many do the values of a row group have, a byte per entry of a list included. */
  public static long of(FileFooter footer, RowGroupChunks group) {
    long bytes = 0;
    for (int leaf = 0; leaf < footer.columns().size(); leaf++) {
      bytes += of(footer, group, leaf);
      if (bytes < 0 || bytes > MOST) {
        return UNKNOWN;
      }
    }
    return bytes;
  }

  /** The same for one leaf column. */
  public static long of(FileFooter footer, RowGroupChunks group, int leaf) {
    ColumnDescriptor column = footer.columns().get(leaf);
    return of(
        column.getPrimitiveType(), column.getMaxRepetitionLevel() > 0, group.chunks().get(leaf));
  }

  /** The same for a column chunk. */
  static long of(PrimitiveType type, boolean isRepeated, ColumnChunk chunk) {
    if (!RowGroupChunks.isHere(chunk)) {
      return UNKNOWN;
    }
    ColumnMetaData metadata = chunk.getMeta_data();
    long entries = metadata.getNum_values();
    long byteArrays = byteArrays(type, metadata);
    if (entries < 0 || entries > Integer.MAX_VALUE || byteArrays < 0 || byteArrays > MOST) {
      return UNKNOWN;
    }
    return (isRepeated ? entries : 0) + of(type, entries, byteArrays);
  }

  private static long byteArrays(PrimitiveType type, ColumnMetaData metadata) {
    return switch (type.getPrimitiveTypeName()) {
      case BINARY ->
          metadata.isSetSize_statistics()
                  && metadata.getSize_statistics().isSetUnencoded_byte_array_data_bytes()
              ? metadata.getSize_statistics().getUnencoded_byte_array_data_bytes()
              : UNKNOWN;
      case BOOLEAN, INT32, INT64, INT96, FLOAT, DOUBLE, FIXED_LEN_BYTE_ARRAY -> 0;
    };
  }

  /**
   * Of values.
   *
   * @param byteArrayBytes of byte arrays of any length, without their lengths
   */
  static long of(PrimitiveType type, long values, long byteArrayBytes) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> values;
      case INT32, FLOAT -> Integer.BYTES * values;
      case INT64, DOUBLE -> Long.BYTES * values;
      case INT96 -> 12 * values;
      case FIXED_LEN_BYTE_ARRAY -> type.getTypeLength() * values;
      case BINARY -> Integer.BYTES * values + byteArrayBytes;
    };
  }
}
