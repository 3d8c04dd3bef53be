package io.flinkarrow.reconcile;

import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.reconcile.column.ColumnConversion;
import io.flinkarrow.reconcile.column.DecodedColumn;
import io.flinkarrow.reconcile.column.EncodedColumn;
import io.flinkarrow.reconcile.column.ReindexedColumn;
import io.flinkarrow.reconcile.column.SourceDictionary;
import io.flinkarrow.reconcile.values.SelectedValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * How columns become dictionary-encoded, plain, or encoded in another way. Dictionaries of nested
 * values stay as they are or are refused, and so are dictionaries within dictionaries. For one pair
 * of schemas: fields that share a dictionary share it afterwards.
 */
final class DictionaryConversions {

  private final LeafConversions leaves;
  private final Map<Source, SourceDictionary> known = new HashMap<>();
  private final Map<Long, Long> orderedSources = new HashMap<>();

  /** What of a dictionary that came is wanted; a nested type alone says nothing of its children. */
  private record Source(long id, ArrowType wanted, List<Field> children) {}

  DictionaryConversions(LeafConversions leaves) {
    this.leaves = leaves;
  }

  /** Empty if there is no way. */
  Optional<ColumnConversion> between(String path, Field wanted, Field came) {
    DictionaryEncoding from = came.getDictionary();
    DictionaryEncoding to = wanted.getDictionary();
    if (from == null) {
      return encoded(path, wanted, came);
    }
    Optional<SourceDictionary> values = values(path, wanted, came);
    if (to == null) {
      return SelectedValues.isPossible(valuesOf(wanted))
          ? values.map(
              found -> new DecodedColumn(path, from.getIndexType(), found, valuesOf(wanted)))
          : Optional.empty();
    }
    if (to.isOrdered() && !keepsOrder(from, to)) {
      return Optional.empty();
    }
    return values.map(found -> new ReindexedColumn(path, from.getIndexType(), found, to));
  }

  /** An ordered dictionary comes of one that is ordered, and of no other beside it. */
  private boolean keepsOrder(DictionaryEncoding from, DictionaryEncoding to) {
    Long other = orderedSources.putIfAbsent(to.getId(), from.getId());
    return from.isOrdered() && (other == null || other == from.getId());
  }

  private Optional<ColumnConversion> encoded(String path, Field wanted, Field came) {
    DictionaryEncoding to = wanted.getDictionary();
    return EncodedColumn.isPossible(valuesOf(wanted)) && !to.isOrdered()
        ? leaves
            .between(path, came.getType(), wanted.getType())
            .map(conversion -> new EncodedColumn(path, conversion, valuesOf(wanted), to))
        : Optional.empty();
  }

  private Optional<SourceDictionary> values(String path, Field wanted, Field came) {
    long id = came.getDictionary().getId();
    Source source = new Source(id, wanted.getType(), wanted.getChildren());
    if (known.containsKey(source)) {
      return Optional.of(known.get(source));
    }
    boolean same =
        came.getType().equals(wanted.getType())
            && came.getChildren().equals(wanted.getChildren())
            && came.getChildren().stream().noneMatch(DictionaryConversions::isEncodedBelow);
    Optional<ColumnConversion> conversion =
        same ? Optional.empty() : leaves.between(path, came.getType(), wanted.getType());
    if (!same && conversion.isEmpty()) {
      return Optional.empty();
    }
    SourceDictionary values = new SourceDictionary(id, valuesOf(came), conversion);
    known.put(source, values);
    return Optional.of(values);
  }

  private static boolean isEncodedBelow(Field field) {
    return field.getDictionary() != null
        || field.getChildren().stream().anyMatch(DictionaryConversions::isEncodedBelow);
  }

  private static ColumnLayout valuesOf(Field field) {
    return ColumnLayout.of(
        new Field("values", FieldType.nullable(field.getType()), List.copyOf(field.getChildren())));
  }
}
