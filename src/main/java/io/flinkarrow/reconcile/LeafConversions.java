package io.flinkarrow.reconcile;

import io.flinkarrow.layout.StorageType;
import io.flinkarrow.reconcile.column.ColumnConversion;
import io.flinkarrow.reconcile.column.KeptColumn;
import io.flinkarrow.reconcile.column.TextColumn;
import io.flinkarrow.reconcile.column.WidenedColumn;
import io.flinkarrow.reconcile.values.SlotBytes;
import io.flinkarrow.reconcile.values.ValueWidening;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Which types without children become which.
 *
 * @param widening whether values may become those of wider types
 */
record LeafConversions(boolean widening) {

  Optional<ColumnConversion> between(String path, ArrowType from, ArrowType to) {
    if (from.isComplex() || to.isComplex()) {
      return Optional.empty();
    }
    if (from.equals(to)) {
      return Optional.of(new KeptColumn(StorageType.isView(to)));
    }
    if (TextColumn.isBetween(from, to)) {
      return Optional.of(new TextColumn(path, from, to));
    }
    return widening
        ? ValueWidening.between(from, to)
            .map(values -> new WidenedColumn(values, SlotBytes.fixedWidth(to)))
        : Optional.empty();
  }

  /** What would help, as the end of a line that refuses. */
  String hint(ArrowType from, ArrowType to) {
    return !widening && ValueWidening.between(from, to).isPresent()
        ? ", which SchemaPolicy.WIDENING reads"
        : "";
  }
}
