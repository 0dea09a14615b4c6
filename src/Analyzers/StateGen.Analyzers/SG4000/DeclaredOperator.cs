using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.States;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Schemas;
using StateGen.Schemas.Resolution;

namespace StateGen.Analyzers.SG4000;

/// <summary>An operator class with the schema that is generated for it.</summary>
/// <param name="Type">The class.</param>
/// <param name="Schema">Its schema.</param>
/// <param name="Upgrades">What its states are upgraded with.</param>
internal sealed record DeclaredOperator(INamedTypeSymbol Type, OperatorSchema Schema, EquatableArray<StateUpgradeSchema> Upgrades)
{
    /// <summary>The property of a state; null when the operator has no such state.</summary>
    public IPropertySymbol? FindState(string name) =>
        Type.GetMembers().OfType<IPropertySymbol>().FirstOrDefault(property => KnownTypes.IsState(property) && StateNames.Of(property) == name);
}
