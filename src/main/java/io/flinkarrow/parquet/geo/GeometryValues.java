package io.flinkarrow.parquet.geo;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.SliceDictionary;
import javax.annotation.Nullable;

/** The WKB of one slice, in whatever form it came; of runs, their distinct values. */
final class GeometryValues implements LeafValues.VisitorOfFew<Void> {

  /** The values, or where they are by reference, null. */
  @Nullable private LeafValues.Bytes plain;

  private int[] ids;
  private SliceDictionary dictionary;

  GeometryValues(LeafValues values) {
    values.accept(this);
  }

  /** Scans a value that comes so often. */
  void scan(int index, WkbScanner scanner, GeometryExtent extent, int times) {
    long invalid = extent.invalidCount();
    scan(index, scanner, extent);
    extent.addInvalid((times - 1) * (extent.invalidCount() - invalid));
  }

  /** Scans one of the values. */
  void scan(int index, WkbScanner scanner, GeometryExtent extent) {
    if (plain != null) {
      scanner.scan(plain.bytes(), plain.offsets()[index], plain.offsets()[index + 1], extent);
      return;
    }
    int from = dictionary.offset(ids[index]);
    scanner.scan(dictionary.bytes(), from, from + dictionary.length(ids[index]), extent);
  }

  @Override
  public Void bytes(LeafValues.Bytes values) {
    plain = values;
    return null;
  }

  @Override
  public Void dictionaryIds(LeafValues.DictionaryIds values) {
    ids = values.ids();
    dictionary = values.dictionary();
    return null;
  }

  @Override
  public Void others(LeafValues values) {
    throw new IllegalArgumentException(
        "Geometries lie in columns of bytes, but %s came"
            .formatted(values.getClass().getSimpleName()));
  }
}
