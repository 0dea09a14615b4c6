using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow;

/// <summary>Classifies the members of operators by their role.</summary>
internal static class OperatorMembers
{
    /// <summary>
    /// Indicates whether a type is a class that derives from <c>KeyedOperator</c>, with or without <c>[Operator]</c>: base classes may contain logic.
    /// </summary>
    public static bool IsOperatorCode(ISymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class } named && KnownTypes.FindKeyedOperator(named) is not null;

    /// <summary>Indicates whether a method is a callback, which the runtime calls, such as <c>OnEvent</c>, <c>OnTimer</c> or <c>OnBroadcast</c>.</summary>
    public static bool IsCallback(IMethodSymbol method) =>
        method.Name is "OnEvent" or "OnTimer" or "OnFirst" or "OnSecond" or "OnBroadcast" or "OnKey"
        && KnownTypes.IsOperatorBase(OriginOf(method).ContainingType);

    /// <summary>
    /// Indicates whether the runtime or a base class may call a member with a current key: a callback, or an override of a member that a class derived from
    /// <c>KeyedOperator</c> declares.
    /// </summary>
    public static bool IsEntry(ISymbol member) =>
        member is IMethodSymbol method && (IsCallback(method) || (IsCalledByBase(method) && !IsKeyless(method)));

    /// <summary>Indicates whether a method opens or closes the operator, without a current key: <c>OnOpenAsync</c> or <c>OnCloseAsync</c>.</summary>
    public static bool IsLifecycle(ISymbol member) =>
        member is IMethodSymbol { Name: "OnOpenAsync" or "OnCloseAsync" } method && KnownTypes.IsOperatorBase(OriginOf(method).ContainingType);

    /// <summary>
    /// Indicates whether a member runs without a current key: a constructor, an initializer, a finalizer, <c>Dispose</c>, or what opens or closes the operator.
    /// </summary>
    public static bool IsKeyless(ISymbol member) => member switch
    {
        IFieldSymbol => true,
        IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor } => true,
        IMethodSymbol { Name: "Dispose" or "DisposeAsync" or "DisposeAsyncCore", Parameters.IsEmpty: true } => true,
        IMethodSymbol { Name: "Dispose", Parameters: [{ Type.SpecialType: SpecialType.System_Boolean }] } => true,
        IMethodSymbol method => IsLifecycle(method) || method.ExplicitInterfaceImplementations.Any(IsOfDisposable),
        _ => false,
    };

    /// <summary>Indicates whether a member accesses the state of the current key: a state, the key itself, or <c>ClearState</c>.</summary>
    public static bool IsState(ISymbol member) => member switch
    {
        IPropertySymbol property => KnownTypes.IsState(property) || IsKey(property),
        IMethodSymbol { Name: "ClearState", Parameters.IsEmpty: true } method => KnownTypes.IsKeyedOperator(OriginOf(method).ContainingType),
        _ => false,
    };

    /// <summary>Indicates whether a member is a state that belongs to the operator and not to a key.</summary>
    public static bool IsBroadcastState(ISymbol member) => member is IPropertySymbol property && KnownTypes.IsBroadcastState(property.Type);

    /// <summary>Indicates whether a member is a state that belongs to the subtask and not to a key.</summary>
    public static bool IsOperatorState(ISymbol member) => member is IPropertySymbol property && KnownTypes.IsOperatorListState(property.Type);

    /// <summary>Indicates whether a method is the callback for broadcast events, which runs without a current key.</summary>
    public static bool IsBroadcastCallback(ISymbol member) => member is IMethodSymbol { Name: "OnBroadcast" } method && IsCallback(method);

    /// <summary>Indicates whether other classes may use a member, so that a value that it returns may leave the callback.</summary>
    public static bool IsVisible(ISymbol member) => CallGraph.MemberOf(member).DeclaredAccessibility is not Accessibility.Private;

    private static bool IsOfDisposable(IMethodSymbol method) => method.ContainingType.Name is "IDisposable" or "IAsyncDisposable";

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
