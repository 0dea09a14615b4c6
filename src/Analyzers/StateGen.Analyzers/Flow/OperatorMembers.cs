using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow;

/// <summary>The roles that members of an operator have.</summary>
internal static class OperatorMembers
{
    /// <summary>Whether a type is a class of which keyed operators are made, marked or not: base classes may hold logic.</summary>
    public static bool IsOperatorCode(ISymbol type) => type is INamedTypeSymbol { TypeKind: TypeKind.Class } named && KnownTypes.FindKeyedOperator(named) is not null;

    /// <summary>Whether the runtime calls a method with a current key: <c>OnEvent</c> or <c>OnTimer</c>.</summary>
    public static bool IsCallback(IMethodSymbol method) =>
        method.Name is "OnEvent" or "OnTimer" && KnownTypes.IsKeyedOperator(OriginOf(method).ContainingType);

    /// <summary>Whether the runtime or a base class may call a member with a current key: callbacks, and overrides of what bases other than KeyedOperator declare.</summary>
    public static bool IsEntry(ISymbol member) => member is IMethodSymbol method && (IsCallback(method) || IsCalledByBase(method));

    /// <summary>Whether a member runs without a current key: constructors, initializers and the end of the object.</summary>
    public static bool IsKeyless(ISymbol member) => member switch
    {
        IFieldSymbol => true,
        IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor } => true,
        IMethodSymbol { Name: "Dispose" or "DisposeAsync", Parameters.IsEmpty: true } => true,
        _ => false,
    };

    /// <summary>What a property or method means for the state of the current key: a state, the key itself, or <c>ClearState</c>.</summary>
    public static bool IsState(ISymbol member) => member switch
    {
        IPropertySymbol property => KnownTypes.IsState(property) || IsKey(property),
        IMethodSymbol { Name: "ClearState", Parameters.IsEmpty: true } method => KnownTypes.IsKeyedOperator(OriginOf(method).ContainingType),
        _ => false,
    };

    /// <summary>Whether other classes may use a member, so that what it returns may leave the callback.</summary>
    public static bool IsVisible(ISymbol member) => CallGraph.MemberOf(member).DeclaredAccessibility is not Accessibility.Private;

    private static bool IsCalledByBase(IMethodSymbol method) =>
        method.IsOverride && OriginOf(method).ContainingType is { } origin && KnownTypes.FindKeyedOperator(origin) is not null;

    private static bool IsKey(IPropertySymbol property) => property.Name == "Key" && KnownTypes.IsKeyedOperator(property.ContainingType);

    private static IMethodSymbol OriginOf(IMethodSymbol method)
    {
        while (method.OverriddenMethod is { } overridden)
            method = overridden;
        return method;
    }
}
