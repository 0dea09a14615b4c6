using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Types.Records;

namespace StateGen.Generators.Parsing.RoundTrip;

/// <summary>
/// Finds the data that a user's type keeps but its codec would not write. A restore could not set it again, and two keys that differ only in it would be the
/// same key.
/// </summary>
internal sealed class LostFields(INamedTypeSymbol type, IReadOnlyList<RecordMember> written)
{
    /// <summary>Finds the first field, property with a field of its own, or captured parameter that is not written; null if all are written.</summary>
    /// <param name="candidates">The members that the codec can see.</param>
    public string? Find(IReadOnlyList<RecordMember> candidates) =>
        RecordMemberFinder.LayersOf(type).Select(layer => Find(layer, candidates)).FirstOrDefault(lost => lost is not null);

    /// <summary>
    /// Finds the first base class whose private fields are not visible, because a reference assembly contains only its public members. A record is assumed to
    /// keep nothing besides its visible members.
    /// </summary>
    public INamedTypeSymbol? FindUnknownBase() => RecordMemberFinder.LayersOf(type).Skip(1)
        .FirstOrDefault(layer => !layer.IsRecord && !IsInSource(layer) && MetadataFields.Find(layer) is null);

    private string? Find(INamedTypeSymbol layer, IReadOnlyList<RecordMember> candidates)
    {
        var fields = layer.GetMembers().OfType<IFieldSymbol>().Where(field => field is { IsStatic: false, IsConst: false } && !IsWritten(field)).ToArray();
        if (IsInSource(layer))
            return FindBeyondProperties(fields);
        IEnumerable<string> unwritten = layer.IsValueType
            ? fields.Select(field => field.Name)
            : (MetadataFields.Find(layer) ?? []).Where(field => !IsWritten(field));
        return FindBeyondCount(unwritten) ?? candidates.FirstOrDefault(member => IsUnwrittenIn(layer, member))?.Symbol.Name;
    }

    private bool IsUnwrittenIn(INamedTypeSymbol layer, RecordMember member) =>
        SymbolEqualityComparer.Default.Equals(member.Symbol.ContainingType, layer) && IsAutomatic(member) && !written.Contains(member);

    // A property returns one value, so it accounts for one field only.
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

    // The getters of a referenced assembly are not visible, so each written property that is not an auto-property may account for one field.
    private string? FindBeyondCount(IEnumerable<string> fields)
    {
        var byOwner = fields.ToLookup(field => OwnerOf(field) is not null);
        var properties = written.Count(member => member.Symbol is IPropertySymbol && !IsAutomatic(member));
        return byOwner[true].Select(OwnerOf).Concat(byOwner[false].Skip(properties)).FirstOrDefault();
    }

    private static bool IsInSource(INamedTypeSymbol layer) => layer.Locations.Any(location => location.IsInSource);

    private bool IsWritten(IFieldSymbol field)
    {
        if (field.AssociatedSymbol is IPropertySymbol property)
            return written.Any(member => IsOrOverrides(member.Symbol, property));
        return OwnerOf(field.Name) is null ? written.Any(member => SymbolEqualityComparer.Default.Equals(member.Symbol, field)) : IsWritten(field.Name);
    }

    private bool IsWritten(string field) =>
        written.Any(member => string.Equals(member.Symbol.Name, OwnerOf(field) ?? field, StringComparison.OrdinalIgnoreCase));

    private static bool IsOrOverrides(ISymbol member, IPropertySymbol property)
    {
        for (var candidate = member as IPropertySymbol; candidate is not null; candidate = candidate.OverriddenProperty)
        {
            if (SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, property.OriginalDefinition))
                return true;
        }

        return false;
    }

    // The compiler names the fields that it generates <Property>k__BackingField and <parameter>P.
    private static string? OwnerOf(string field) =>
        field.StartsWith("<", StringComparison.Ordinal) && field.IndexOf('>') is > 0 and var end ? field.Substring(1, end - 1) : null;

    private static bool Mentions(RecordMember member, IFieldSymbol field) => DeclarationsOf(member.Symbol as IPropertySymbol)
        .Any(reference => reference.GetSyntax().DescendantTokens().Any(token => token.ValueText == field.Name));

    // An overriding property usually calls the overridden one.
    private static IEnumerable<SyntaxReference> DeclarationsOf(IPropertySymbol? property) =>
        property is null ? [] : property.DeclaringSyntaxReferences.Concat(DeclarationsOf(property.OverriddenProperty));

    private static bool IsAutomatic(RecordMember member) => member.Symbol is IPropertySymbol { GetMethod: { } getter }
        && getter.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute");
}

/// <summary>Reads the private fields of the classes of a referenced assembly from its file, because the compiler does not show them.</summary>
internal static class MetadataFields
{
    /// <summary>Returns the names of the instance fields of a class; null if they are unknown, because a reference assembly omits private fields.</summary>
    public static IReadOnlyList<string>? Find(INamedTypeSymbol type)
    {
        if (IsReferenceAssembly(type.ContainingAssembly) || type.ContainingModule?.GetMetadata() is not { } module)
            return null;
        var reader = module.GetMetadataReader();
        var handle = (TypeDefinitionHandle)MetadataTokens.EntityHandle(type.OriginalDefinition.MetadataToken);
        return [.. reader.GetTypeDefinition(handle).GetFields()
            .Select(reader.GetFieldDefinition)
            .Where(field => !field.Attributes.HasFlag(FieldAttributes.Static))
            .Select(field => reader.GetString(field.Name))];
    }

    private static bool IsReferenceAssembly(IAssemblySymbol assembly) =>
        assembly.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "ReferenceAssemblyAttribute");
}
