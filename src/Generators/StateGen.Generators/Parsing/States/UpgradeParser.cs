using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Parsing.Types;

namespace StateGen.Generators.Parsing.States;

/// <summary>
/// Parses the type that <c>[State(Upgrade = typeof(...))]</c> specifies: one upgrade per <c>IStateUpgrade&lt;TOld, TNew&gt;</c> whose <c>TNew</c> is the type
/// of the state's values.
/// </summary>
internal sealed class UpgradeParser(CodecScope scope, CancellationToken cancellationToken)
{
    private readonly List<UpgradeModel> _upgrades = [];

    public EquatableArray<UpgradeModel> Upgrades => _upgrades.ToEquatableArray();

    /// <summary>Adds the upgrades of a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="valueType">The type of the state's value, map values or list elements.</param>
    /// <returns>The name of the specified type and its fault; null if it has none.</returns>
    public (string Type, string Fault)? Parse(StateDeclaration state, ITypeSymbol valueType)
    {
        if (state.Upgrade is not { } named)
            return null;
        var fault = FindFault(named) ?? ParseInterfaces((INamedTypeSymbol)named, state, valueType);
        return fault is null ? null : (TypeNames.InMessages(named), fault);
    }

    private static string? FindFault(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsUnboundGenericType: false, IsStatic: false } named)
            return "it is not a class or struct that can implement IStateUpgrade<TOld, TNew>; specify one that does";
        return named.IsFileLocal ? "it is file-local, so generated code cannot refer to it; make it internal" : null;
    }

    private string? ParseInterfaces(INamedTypeSymbol type, StateDeclaration state, ITypeSymbol valueType)
    {
        var fitting = type.AllInterfaces
            .Where(implemented => KnownTypes.IsStateUpgrade(implemented) && IsSame(implemented.TypeArguments[1], valueType)).ToArray();
        if (fitting.Length == 0)
            return $"it does not implement IStateUpgrade<TOld, {TypeNames.InMessages(valueType).TrimEnd('?')}>; implement it for the old type";
        return fitting.Select(implemented => Parse(type, implemented, state)).FirstOrDefault(fault => fault is not null);
    }

    private string? Parse(INamedTypeSymbol type, INamedTypeSymbol implemented, StateDeclaration state)
    {
        var types = new TypeUseParser(scope, CodecRole.Value, cancellationToken) { AdmitsMutable = state.IsCopied };
        var (oldType, newType) = (implemented.TypeArguments[0], implemented.TypeArguments[1]);
        if (types.Parse(oldType, TypeNames.InMessages(oldType).TrimEnd('?'), TypeUseParser.IsAnnotated(oldType)) is { } old
            && types.Parse(newType, TypeNames.InMessages(newType).TrimEnd('?'), TypeUseParser.IsAnnotated(newType)) is { } result)
        {
            _upgrades.Add(new() { StateName = state.Name, UpgradeType = TypeNames.InCode(type), Old = old, New = result });
            return null;
        }

        return $"it cannot read or return {types.Refusal!.Path}: {types.Refusal.Reason}";
    }

    // Null is never upgraded, so an upgrade may return the underlying type of a nullable value type.
    private static bool IsSame(ITypeSymbol result, ITypeSymbol valueType) =>
        SymbolEqualityComparer.Default.Equals(result, valueType)
        || (valueType is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            && SymbolEqualityComparer.Default.Equals(result, nullable.TypeArguments[0]));
}
