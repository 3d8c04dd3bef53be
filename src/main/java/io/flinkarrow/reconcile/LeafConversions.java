package io.flinkarrow.reconcile;

import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.reconcile.column.ColumnConversion;
import io.flinkarrow.reconcile.column.KeptColumn;
import io.flinkarrow.reconcile.column.StringOrBinaryColumn;
import io.flinkarrow.reconcile.column.WidenedColumn;
import io.flinkarrow.reconcile.values.ValueWidening;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

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
    ColumnLayout wanted = layout(to);
    if (from.equals(to)) {
      return Optional.of(new KeptColumn(wanted.hasDataBuffers()));
    }
    ColumnLayout came = layout(from);
    if (StringOrBinaryColumn.isBetween(came, wanted)) {
      return Optional.of(new StringOrBinaryColumn(path, came, wanted));
    }
    return widening && wanted instanceof ColumnLayout.Fixed fixed
        ? ValueWidening.between(from, to).map(values -> new WidenedColumn(values, fixed.width()))
        : Optional.empty();
  }

  private static ColumnLayout layout(ArrowType type) {
    return ColumnLayout.of(Field.nullable("values", type));
  }

  /** What would help, as the end of a line that refuses. */
  String hint(ArrowType from, ArrowType to) {
    return !widening && ValueWidening.between(from, to).isPresent()
        ? ", which SchemaPolicy.WIDENING reads"
        : "";
  }
}
