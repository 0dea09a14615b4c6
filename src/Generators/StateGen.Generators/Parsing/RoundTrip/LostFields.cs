using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Types.Records;

namespace StateGen.Generators.Parsing.RoundTrip;

/// <summary>
/// Finds what a user's type keeps and its codec would not write: a restore could not set it again, and as part of a key it would not tell
/// keys apart.
/// </summary>
internal sealed class LostFields(INamedTypeSymbol type, IReadOnlyList<RecordMember> written)
{
    /// <summary>The name of the first field, property with a field of its own, or captured parameter that is not written; null when all is.</summary>
    /// <param name="candidates">The members that the codec can see.</param>
    public string? Find(IReadOnlyList<RecordMember> candidates) =>
        RecordMemberFinder.LayersOf(type).Select(layer => Find(layer, candidates)).FirstOrDefault(lost => lost is not null);

    /// <summary>
    /// The first base class whose private fields nobody can see: one of a referenced assembly that is left with its public members only. Records are taken for what
    /// they look like.
    /// </summary>
    public INamedTypeSymbol? FindUnknownBase() => RecordMemberFinder.LayersOf(type).Skip(1)
        .FirstOrDefault(layer => !layer.IsRecord && !IsInSource(layer) && MetadataFields.Find(layer) is null);

    private string? Find(INamedTypeSymbol layer, IReadOnlyList<RecordMember> candidates)
    {
        var fields = layer.GetMembers().OfType<IFieldSymbol>().Where(field => field is { IsStatic: false, IsConst: false } && !IsWritten(field)).ToArray();
        if (IsInSource(layer))
            return FindBeyondProperties(fields);
        return FindBeyondCount(layer.IsValueType ? fields.Select(field => field.Name) : (MetadataFields.Find(layer) ?? []).Where(field => !IsWritten(field)))
            ?? candidates.FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(member.Symbol.ContainingType, layer) && IsAutomatic(member) && !written.Contains(member))?.Symbol.Name;
    }

    // A property returns one thing, so it stands for one field only.
    private string? FindBeyondProperties(IFieldSymbol[] fields)
    {
        var free = written.Where(member => member.Symbol is IPropertySymbol).ToList();
        foreach (var field in fields)
        {
            if (free.FirstOrDefault(member => Mentions(member, field)) is not { } behind)
                return field.AssociatedSymbol?.Name ?? OwnerOf(field.Name) ?? field.Name;
            free.Remove(behind);
        }

        return null;
    }

    // What the getters of metadata return is not known: each written property that is not automatic may stand for one field.
    private string? FindBeyondCount(IEnumerable<string> fields)
    {
        var byOwner = fields.ToLookup(field => OwnerOf(field) is not null);
        return byOwner[true].Select(OwnerOf).Concat(byOwner[false].Skip(written.Count(member => member.Symbol is IPropertySymbol && !IsAutomatic(member)))).FirstOrDefault();
    }

    private static bool IsInSource(INamedTypeSymbol layer) => layer.Locations.Any(location => location.IsInSource);

    private bool IsWritten(IFieldSymbol field) => field.AssociatedSymbol is IPropertySymbol property ? written.Any(member => IsOrOverrides(member.Symbol, property)) : OwnerOf(field.Name) is { } owner
        ? written.Any(member => string.Equals(member.Symbol.Name, owner, StringComparison.OrdinalIgnoreCase))
        : written.Any(member => SymbolEqualityComparer.Default.Equals(member.Symbol, field));

    private bool IsWritten(string field) => written.Any(member => string.Equals(member.Symbol.Name, OwnerOf(field) ?? field, StringComparison.OrdinalIgnoreCase));

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
    private static string? OwnerOf(string field) =>
        field.StartsWith("<", StringComparison.Ordinal) && field.IndexOf('>') is > 0 and var end ? field.Substring(1, end - 1) : null;

    private static bool Mentions(RecordMember member, IFieldSymbol field) => DeclarationsOf(member.Symbol as IPropertySymbol)
        .Any(reference => reference.GetSyntax().DescendantTokens().Any(token => token.ValueText == field.Name));

    // What overrides a property usually calls it.
    private static IEnumerable<SyntaxReference> DeclarationsOf(IPropertySymbol? property) =>
        property is null ? [] : property.DeclaringSyntaxReferences.Concat(DeclarationsOf(property.OverriddenProperty));

    private static bool IsAutomatic(RecordMember member) => member.Symbol is IPropertySymbol { GetMethod: { } getter }
        && getter.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute");
}

/// <summary>Reads from the file of a referenced assembly what the compiler does not show: the private fields of its classes.</summary>
internal static class MetadataFields
{
    /// <summary>The names of the instance fields of a class; null where nobody knows them: reference assemblies leave the private ones out.</summary>
    public static IReadOnlyList<string>? Find(INamedTypeSymbol type)
    {
        if (type.ContainingAssembly.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "ReferenceAssemblyAttribute") || type.ContainingModule?.GetMetadata() is not { } module)
            return null;
        var reader = module.GetMetadataReader();
        return [.. reader.GetTypeDefinition((TypeDefinitionHandle)MetadataTokens.EntityHandle(type.OriginalDefinition.MetadataToken)).GetFields()
            .Select(reader.GetFieldDefinition)
            .Where(field => !field.Attributes.HasFlag(FieldAttributes.Static))
            .Select(field => reader.GetString(field.Name))];
    }
}
