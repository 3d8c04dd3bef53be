package io.flinkarrow.row.bind;

import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.StorageType;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.row.view.ColumnView;
import io.flinkarrow.row.view.ColumnViews;
import io.flinkarrow.row.view.Slots;
import io.flinkarrow.value.KeyOrder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DistinctType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * Finds for each field of a row the column that views it. Columns whose layout has no view of its
 * own are read by {@link ColumnBindings}, value by value. For one schema.
 *
 * @param leaves views of columns without children
 * @param columns reads the others; collects what does not fit
 */
record ViewBindings(LeafViews leaves, ColumnBindings columns) {

  ViewBindings(boolean utcTimezone) {
    this(new LeafViews(utcTimezone), new ColumnBindings());
  }

  List<String> problems() {
    return columns.problems();
  }

  /**
   * The fields of a row.
   *
   * @param asked a row or structured type
   * @param parent path of the struct, with a dot behind it; empty for a schema
   */
  RowViewBinding row(List<Field> fields, LogicalType asked, String parent) {
    List<String> names = LogicalTypeChecks.getFieldNames(asked);
    List<LogicalType> types = LogicalTypeChecks.getFieldTypes(asked);
    Map<String, Integer> targets = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      targets.put(names.get(i), i);
    }
    List<RowViewBinding.Column> found = new ArrayList<>();
    for (Field field : fields) {
      Integer target = targets.remove(field.getName());
      ViewBinding binding =
          target == null ? null : field(field, types.get(target), parent + field.getName());
      found.add(
          new RowViewBinding.Column(
              target == null ? -1 : target, binding, ColumnLayout.of(field).shape()));
    }
    return new RowViewBinding(names, found);
  }

  /** A column whose nulls are refused if a value is asked for. */
  private ViewBinding field(Field field, LogicalType asked, String path) {
    ViewBinding binding = column(field, asked, path);
    if (asked.isNullable()) {
      return binding;
    }
    return (cursor, parent) -> {
      ColumnView view = binding.bind(cursor, parent);
      int slot = view.slots().firstNullWithin(parent);
      if (slot < view.slots().count()) {
        throw new UnfitSlotException(
            slot,
            new RefusedInputException(
                "Column '%s' is declared NOT NULL but holds a null: declare it nullable"
                    .formatted(path)));
      }
      return view;
    };
  }

  private ViewBinding column(Field field, LogicalType asked, String path) {
    if (asked instanceof DistinctType distinct) {
      return column(field, distinct.getSourceType(), path);
    }
    ArrowTypeID type = StorageType.of(field).getTypeID();
    LogicalTypeRoot root = asked.getTypeRoot();
    if (field.getDictionary() != null) {
      return copied(field, asked, path);
    } else if (type == ArrowTypeID.Null) {
      return (cursor, parent) -> ColumnViews.nulls(cursor.nextLength());
    } else if (type == ArrowTypeID.List && asked instanceof ArrayType array) {
      return list(child(field, 0, array.getElementType(), path));
    } else if (type == ArrowTypeID.List && asked instanceof MapType map) {
      return keysOnly(child(field, 0, map.getKeyType(), path), KeyOrder.of(map.getKeyType()));
    } else if (type == ArrowTypeID.Map && asked instanceof MapType map) {
      return map(field, map.getKeyType(), map.getValueType(), path);
    } else if (type == ArrowTypeID.Map && asked instanceof MultisetType multiset) {
      return map(field, multiset.getElementType(), new IntType(false), path);
    } else if (type == ArrowTypeID.Struct
        && (root == LogicalTypeRoot.ROW || root == LogicalTypeRoot.STRUCTURED_TYPE)) {
      return struct(row(field.getChildren(), asked, path + "."));
    }
    return leaves.find(field, asked).orElseGet(() -> copied(field, asked, path));
  }

  private ViewBinding child(Field field, int index, LogicalType asked, String path) {
    Field child = field.getChildren().get(index);
    return field(child, asked, path + "." + child.getName());
  }

  private static ViewBinding struct(RowViewBinding row) {
    return (cursor, parent) -> {
      Slots slots = Slots.of(cursor.nextLength(), cursor.nextBuffer());
      return ColumnViews.rows(slots, row.bind(cursor, slots));
    };
  }

  private static ViewBinding list(ViewBinding elements) {
    return (cursor, parent) -> {
      Slots slots = Slots.of(cursor.nextLength(), cursor.nextBuffer());
      ByteBuffer offsets = cursor.nextBuffer();
      try {
        return ColumnViews.arrays(slots, offsets, elements.bind(cursor, elements(slots, offsets)));
      } catch (UnfitSlotException e) {
        throw e.inList(listOf(e.slot(), slots.count(), offsets));
      }
    };
  }

  /** A map without values, which a file may have, is a list of its keys in a batch. */
  private static ViewBinding keysOnly(ViewBinding keys, Comparator<Object> order) {
    return (cursor, parent) -> {
      Slots slots = Slots.of(cursor.nextLength(), cursor.nextBuffer());
      ByteBuffer offsets = cursor.nextBuffer();
      Slots elements = elements(slots, offsets);
      try {
        ColumnView keyView = keys.bind(cursor, elements);
        ColumnView values = ColumnViews.nulls(elements.count());
        return ColumnViews.maps(slots, offsets, keyView, values, order);
      } catch (UnfitSlotException e) {
        throw e.inList(listOf(e.slot(), slots.count(), offsets));
      }
    };
  }

  private ViewBinding map(Field field, LogicalType key, LogicalType value, String path) {
    Field entries = field.getChildren().get(0);
    String entriesPath = path + "." + entries.getName();
    ViewBinding keys = child(entries, 0, key, entriesPath);
    ViewBinding values = child(entries, 1, value, entriesPath);
    Comparator<Object> order = KeyOrder.of(key);
    return (cursor, parent) -> {
      Slots slots = Slots.of(cursor.nextLength(), cursor.nextBuffer());
      ByteBuffer offsets = cursor.nextBuffer();
      Slots pairs = Slots.of(cursor.nextLength(), cursor.nextBuffer());
      try {
        ColumnView keyView = keys.bind(cursor, pairs);
        return ColumnViews.maps(slots, offsets, keyView, values.bind(cursor, pairs), order);
      } catch (UnfitSlotException e) {
        throw e.inList(listOf(e.slot(), slots.count(), offsets));
      }
    };
  }

  private static Slots elements(Slots lists, ByteBuffer offsets) {
    return Slots.valid(lists.count() == 0 ? 0 : offsets.getInt(lists.count() * Integer.BYTES));
  }

  /** The list that an element's slot belongs to: the last one that begins at it or before. */
  private static int listOf(int element, int lists, ByteBuffer offsets) {
    int list = 0;
    while (list + 1 < lists && offsets.getInt((list + 1) * Integer.BYTES) <= element) {
      list++;
    }
    return list;
  }

  /** Values of any layout, each read for a look and again when it is asked for. */
  private ViewBinding copied(Field field, LogicalType asked, String path) {
    ColumnBinding binding = columns.column(field, asked, path);
    return (cursor, parent) -> {
      SlotReader lasting = binding.bind(cursor.copy(RowBudget.unlimited()));
      return CheckedValues.view(binding.bind(cursor), lasting, parent, cursor.budget());
    };
  }
}
