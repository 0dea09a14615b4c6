using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing;

/// <summary>
/// Finds what a user's type keeps and its codec would not write: a restore could not set it again, and as part of a key it would not tell
/// keys apart.
/// </summary>
internal sealed class LostFields(INamedTypeSymbol type, IReadOnlyList<RecordMember> written)
{
    /// <summary>The name of the first field, property with a field of its own, or captured parameter that is not written; null when all is.</summary>
    /// <param name="candidates">The members that the codec can see.</param>
    public string? Find(IReadOnlyList<RecordMember> candidates) =>
        RecordMembers.LayersOf(type).Select(layer => Find(layer, candidates)).FirstOrDefault(lost => lost is not null);

    private string? Find(INamedTypeSymbol layer, IReadOnlyList<RecordMember> candidates)
    {
        var isInSource = layer.Locations.Any(location => location.IsInSource);
        var lost = layer.GetMembers().OfType<IFieldSymbol>()
            .FirstOrDefault(field => field is { IsStatic: false, IsConst: false } && !IsWritten(field) && !(isInSource ? IsBehindWrittenProperty(field) : MayBeBehindWrittenProperty(field)));
        if (lost is not null)
            return lost.AssociatedSymbol?.Name ?? OwnerOf(lost) ?? lost.Name;
        return isInSource ? null : candidates.FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(member.Symbol.ContainingType, layer) && IsAutomatic(member) && !written.Contains(member))?.Symbol.Name;
    }

    private bool IsWritten(IFieldSymbol field) => field.AssociatedSymbol is IPropertySymbol property ? written.Any(member => IsOrOverrides(member.Symbol, property)) : OwnerOf(field) is { } owner
        ? written.Any(member => string.Equals(member.Symbol.Name, owner, StringComparison.OrdinalIgnoreCase))
        : written.Any(member => SymbolEqualityComparer.Default.Equals(member.Symbol, field));

    private static bool IsOrOverrides(ISymbol member, IPropertySymbol property)
    {
        for (var candidate = member as IPropertySymbol; candidate is not null; candidate = candidate.OverriddenProperty)
        {
            if (SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, property.OriginalDefinition))
                return true;
        }

        return false;
    }

    // Fields that the compiler makes are named <Property>k__BackingField and <parameter>P.
    private static string? OwnerOf(IFieldSymbol field) =>
        field.Name.StartsWith("<", StringComparison.Ordinal) && field.Name.IndexOf('>') is > 0 and var end ? field.Name.Substring(1, end - 1) : null;

    private bool IsBehindWrittenProperty(IFieldSymbol field) => written
        .SelectMany(member => DeclarationsOf(member.Symbol as IPropertySymbol))
        .Any(reference => reference.GetSyntax().DescendantTokens().Any(token => token.ValueText == field.Name));

    // What overrides a property usually calls it.
    private static IEnumerable<SyntaxReference> DeclarationsOf(IPropertySymbol? property) =>
        property is null ? [] : property.DeclaringSyntaxReferences.Concat(DeclarationsOf(property.OverriddenProperty));

    // Metadata shows the private fields of structs only, and does not show what the getters of their properties do.
    private bool MayBeBehindWrittenProperty(IFieldSymbol field) =>
        OwnerOf(field) is null && field.DeclaredAccessibility == Accessibility.Private && written.Any(member => member.Symbol is IPropertySymbol && !IsAutomatic(member));

    private static bool IsAutomatic(RecordMember member) => member.Symbol is IPropertySymbol { GetMethod: { } getter }
        && getter.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute");
}
