using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.RoundTrip;

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
