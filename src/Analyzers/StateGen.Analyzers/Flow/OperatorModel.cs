using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow;

/// <summary>Specifies which classes are analyzed as operators.</summary>
internal enum OperatorScope
{
    /// <summary>The classes that derive from <c>KeyedOperator</c>.</summary>
    Operators,

    /// <summary>
    /// Every class: its properties of mutable types count as state, and its methods as callbacks. For tests that run the rules over code that was not written
    /// for StateGen.
    /// </summary>
    EveryClass,
}

/// <summary>Classifies classes and members by their role in an operator. Immutable and thread-safe.</summary>
/// <param name="scope">The classes that count as operators.</param>
internal sealed class OperatorModel(OperatorScope scope)
{
    public static OperatorModel Default { get; } = new(OperatorScope.Operators);

    private bool IsEveryClass => scope == OperatorScope.EveryClass;

    /// <summary>Indicates whether a type is a class with the code of an operator, with or without <c>[Operator]</c>: base classes may contain logic.</summary>
    public bool IsOperatorCode(ISymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class } && (IsEveryClass || OperatorMembers.IsOperatorCode(type));

    /// <summary>Indicates whether a property is a value state.</summary>
    public bool IsValueState(IPropertySymbol property) =>
        !property.IsIndexer && !KnownTypes.IsHandle(property.Type)
        && (KnownTypes.IsState(property) || (IsEveryClass && property is { IsStatic: false, SetMethod: not null, Type.IsReferenceType: true }));

    /// <summary>Indicates whether a property is a state of another kind, which returns a handle: a collection, or an accumulator.</summary>
    public bool IsHandleState(IPropertySymbol property) => KnownTypes.IsHandle(property.Type)
        ? KnownTypes.IsState(property)
        : IsEveryClass && property is { IsStatic: false, IsIndexer: false, SetMethod: null, Type.IsReferenceType: true };

    /// <summary>Indicates whether a member is a state, the key, or <c>ClearState</c>.</summary>
    public bool IsState(ISymbol member) => OperatorMembers.IsState(member)
        || (IsEveryClass && member is IPropertySymbol property && (IsValueState(property) || IsHandleState(property)));

    /// <summary>Indicates whether the runtime or a base class may call a member with a current key.</summary>
    public bool IsEntry(ISymbol member) => OperatorMembers.IsEntry(member) || (IsEveryClass && member is IMethodSymbol { MethodKind: MethodKind.Ordinary });

    /// <summary>Indicates whether a method emits its last argument, to the output or to the side output of the argument before it.</summary>
    public bool IsEmit(IMethodSymbol method) =>
        method is { Name: "Emit", Parameters.Length: 1 or 2 }
        && (KnownTypes.IsOperatorContext(method.ContainingType) || (IsEveryClass && method.Parameters.Length == 1));

    /// <summary>Indicates whether a value is the context of a callback or its timers.</summary>
    public static bool IsContext(ITypeSymbol type) => KnownTypes.IsOperatorContext(type) || KnownTypes.IsTimerService(type);
}
