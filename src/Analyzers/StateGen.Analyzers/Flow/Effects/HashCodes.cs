using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow.Effects;

/// <summary>
/// Determines whether hash codes are the same in every process. Those of text are not, nor those of objects, tuples and record classes, nor those of values
/// that contain them. A hash code that the source computes is what its code makes it.
/// </summary>
internal static class HashCodes
{
    private const int MaxDepth = 4;

    /// <summary>Indicates whether a call of a method named <c>GetHashCode</c> returns an unstable hash code by itself.</summary>
    public static bool IsUnstable(IInvocationOperation call, EffectSearch search, CancellationToken cancellationToken)
    {
        var method = call.TargetMethod;
        if (IsWritten(method) || method.IsStatic)
            return false;
        if (call is { Arguments.IsEmpty: true, Instance: { } instance })
            return IsInstance(instance) ? !IsOfOwnType(method) : OperationContext.Unwrap(instance).Type is { } type
                && !IsStable(type, search, 0, cancellationToken);
        return call.Arguments is [{ Value: var value }] && IsComparer(method.ContainingType)
            && OperationContext.Unwrap(value).Type is { } hashed && !IsStable(hashed, search, 0, cancellationToken);
    }

    private static bool IsInstance(IOperation instance) => instance is IInstanceReferenceOperation;

    private static bool IsOfOwnType(IMethodSymbol method) => method.ContainingType.SpecialType == SpecialType.None;

    // An explicit method in the source, which is searched like any other.
    private static bool IsWritten(IMethodSymbol method) => Callees.IsInSource(method) && !method.IsImplicitlyDeclared;

    private static bool IsComparer(INamedTypeSymbol type) => SymbolNames.AllOf(type).Any(static name =>
        name is "System.StringComparer" or "System.Collections.Generic.EqualityComparer" or "System.Collections.Generic.ReferenceEqualityComparer");

    private static bool IsStable(ITypeSymbol type, EffectSearch search, int depth, CancellationToken cancellationToken)
    {
        if (IsSimple(type))
            return true;
        if (type is not INamedTypeSymbol named || depth > MaxDepth)
            return false;
        if (named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return IsStable(named.TypeArguments[0], search, depth + 1, cancellationToken);
        if (FindWritten(named) is { } written)
            return search.Find(written, cancellationToken) is null;
        return (named is { IsRecord: true, IsValueType: true } || named.IsAnonymousType)
            && MembersOf(named).All(part => IsStable(part, search, depth + 1, cancellationToken));
    }

    private static bool IsSimple(ITypeSymbol type) => type.TypeKind == TypeKind.Enum
        || type.SpecialType is (>= SpecialType.System_Boolean and <= SpecialType.System_Double) or SpecialType.System_DateTime or SpecialType.System_IntPtr
            or SpecialType.System_UIntPtr
        || (type is INamedTypeSymbol named && SymbolNames.Of(named)
            is "System.Guid" or "System.DateTimeOffset" or "System.TimeSpan" or "System.DateOnly" or "System.TimeOnly" or "System.Half" or "System.Index"
            or "System.Version" or "System.Text.Rune");

    private static IEnumerable<ITypeSymbol> MembersOf(INamedTypeSymbol type) => type.IsAnonymousType
        ? type.GetMembers().OfType<IPropertySymbol>().Select(static property => property.Type)
        : type.GetMembers().OfType<IFieldSymbol>().Where(static field => !field.IsStatic).Select(static field => field.Type);

    private static IMethodSymbol? FindWritten(INamedTypeSymbol type)
    {
        for (var known = type; known is not null; known = known.BaseType)
        {
            if (known.GetMembers("GetHashCode").OfType<IMethodSymbol>()
                .FirstOrDefault(static method => method.Parameters.IsEmpty && IsWritten(method)) is { } written)
                return written.OriginalDefinition;
        }

        return null;
    }
}
