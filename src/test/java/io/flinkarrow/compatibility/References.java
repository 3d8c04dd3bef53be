package io.flinkarrow.compatibility;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.RecordComponentVisitor;
import org.objectweb.asm.Type;

/**
 * Collects what a class file names of others, except for annotations, which Java leaves out if
 * their classes are missing.
 */
final class References extends ClassVisitor {

  private final Set<Reference> found = new LinkedHashSet<>();

  private References() {
    super(Opcodes.ASM9);
  }

  static Set<Reference> of(byte[] classFile) {
    References references = new References();
    new ClassReader(classFile).accept(references, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return references.found;
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      String signature,
      String superName,
      String[] interfaces) {
    if (superName != null) {
      found.add(new Reference(Reference.Kind.SUPERCLASS, superName, "", false));
    }
    for (String each : interfaces) {
      found.add(new Reference(Reference.Kind.SUPERINTERFACE, each, "", true));
    }
  }

  @Override
  public FieldVisitor visitField(
      int access, String name, String descriptor, String signature, Object value) {
    addType(Type.getType(descriptor));
    return null;
  }

  @Override
  public RecordComponentVisitor visitRecordComponent(
      String name, String descriptor, String signature) {
    addType(Type.getType(descriptor));
    return null;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    addType(Type.getMethodType(descriptor));
    if (exceptions != null) {
      for (String exception : exceptions) {
        addType(Type.getObjectType(exception));
      }
    }
    return new Code();
  }

  private void addType(Type type) {
    switch (type.getSort()) {
      case Type.ARRAY -> addType(type.getElementType());
      case Type.OBJECT -> found.add(Reference.toClass(type.getInternalName()));
      case Type.METHOD -> {
        addType(type.getReturnType());
        for (Type argument : type.getArgumentTypes()) {
          addType(argument);
        }
      }
      default -> {}
    }
  }

  private void addConstant(Object constant) {
    if (constant instanceof Type type) {
      addType(type);
    } else if (constant instanceof Handle handle) {
      addHandle(handle);
    } else if (constant instanceof ConstantDynamic dynamic) {
      addHandle(dynamic.getBootstrapMethod());
      addType(Type.getType(dynamic.getDescriptor()));
      for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
        addConstant(dynamic.getBootstrapMethodArgument(i));
      }
    }
  }

  private void addHandle(Handle handle) {
    switch (handle.getTag()) {
      case Opcodes.H_GETFIELD, Opcodes.H_PUTFIELD ->
          addField(false, handle.getOwner(), handle.getName(), handle.getDesc());
      case Opcodes.H_GETSTATIC, Opcodes.H_PUTSTATIC ->
          addField(true, handle.getOwner(), handle.getName(), handle.getDesc());
      default ->
          addMethod(
              handle.getTag() == Opcodes.H_INVOKESTATIC,
              handle.getOwner(),
              handle.getName(),
              handle.getDesc(),
              handle.isInterface());
    }
  }

  private void addField(boolean isStatic, String owner, String name, String descriptor) {
    addType(Type.getType(descriptor));
    found.add(
        new Reference(
            isStatic ? Reference.Kind.STATIC_FIELD : Reference.Kind.FIELD,
            owner,
            name + ":" + descriptor,
            false));
  }

  private void addMethod(
      boolean isStatic, String owner, String name, String descriptor, boolean fromInterface) {
    addType(Type.getMethodType(descriptor));
    Type ownerType = Type.getObjectType(owner);
    if (ownerType.getSort() == Type.ARRAY) {
      addType(ownerType);
    } else {
      found.add(
          new Reference(
              isStatic ? Reference.Kind.STATIC_METHOD : Reference.Kind.METHOD,
              owner,
              name + descriptor,
              fromInterface));
    }
  }

  private final class Code extends MethodVisitor {

    /** Where a switch asks for constants that an enum may lack. */
    private final Set<Label> mayFail = new HashSet<>();

    private boolean guarded;

    Code() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
      if ("java/lang/NoSuchFieldError".equals(type)) {
        mayFail.add(start);
      } else if (type != null) {
        addType(Type.getObjectType(type));
      }
    }

    @Override
    public void visitLabel(Label label) {
      guarded = mayFail.contains(label);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      addType(Type.getObjectType(type));
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      if (guarded && opcode == Opcodes.GETSTATIC) {
        addType(Type.getObjectType(owner));
      } else {
        addField(
            opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC, owner, name, descriptor);
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      addMethod(opcode == Opcodes.INVOKESTATIC, owner, name, descriptor, isInterface);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      addHandle(bootstrap);
      addType(Type.getMethodType(descriptor));
      for (Object argument : arguments) {
        addConstant(argument);
      }
      if (bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
        found.add(
            new Reference(
                Reference.Kind.LAMBDA,
                Type.getReturnType(descriptor).getInternalName(),
                name + ((Type) arguments[0]).getDescriptor(),
                true));
      }
    }

    @Override
    public void visitLdcInsn(Object value) {
      addConstant(value);
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
      addType(Type.getType(descriptor));
    }
  }
}
