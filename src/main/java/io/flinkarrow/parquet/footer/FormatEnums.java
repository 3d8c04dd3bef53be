package io.flinkarrow.parquet.footer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.Type;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;

/** Enumerations as the file format has them. Equal names mean the same. */
public final class FormatEnums {

  private FormatEnums() {}

  public static CompressionCodec codec(io.flinkarrow.parquet.options.CompressionCodec codec) {
    return CompressionCodec.valueOf(codec.name());
  }

  /**
   * The names of encodings, in the order of their numbers.
   *
   * @param numbers a bit for each
   */
  public static List<String> encodings(int numbers) {
    return Arrays.stream(Encoding.values())
        .filter(encoding -> (numbers & 1 << encoding.getValue()) != 0)
        .sorted(Comparator.comparingInt(Encoding::getValue))
        .map(Encoding::name)
        .toList();
  }

  static FieldRepetitionType repetition(Repetition repetition) {
    return FieldRepetitionType.valueOf(repetition.name());
  }

  public static Type type(PrimitiveTypeName type) {
    return switch (type) {
      case BOOLEAN -> Type.BOOLEAN;
      case INT32 -> Type.INT32;
      case INT64 -> Type.INT64;
      case INT96 -> Type.INT96;
      case FLOAT -> Type.FLOAT;
      case DOUBLE -> Type.DOUBLE;
      case BINARY -> Type.BYTE_ARRAY;
      case FIXED_LEN_BYTE_ARRAY -> Type.FIXED_LEN_BYTE_ARRAY;
    };
  }

  static PrimitiveTypeName primitiveType(Type type) {
    return switch (type) {
      case BOOLEAN -> PrimitiveTypeName.BOOLEAN;
      case INT32 -> PrimitiveTypeName.INT32;
      case INT64 -> PrimitiveTypeName.INT64;
      case INT96 -> PrimitiveTypeName.INT96;
      case FLOAT -> PrimitiveTypeName.FLOAT;
      case DOUBLE -> PrimitiveTypeName.DOUBLE;
      case BYTE_ARRAY -> PrimitiveTypeName.BINARY;
      case FIXED_LEN_BYTE_ARRAY -> PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
    };
  }
}
