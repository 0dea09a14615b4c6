using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Analyzers.SG3000;
using StateGen.CodeFixes.SG1000;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Parsing.Types;
using StateGen.Schemas;

namespace StateGen.CodeFixes.SG3000;

/// <summary>How a value state that is a collection becomes a list or map state.</summary>
/// <param name="Handle">The type that it becomes, without arguments.</param>
/// <param name="Changed">The kind of the collection, as schemas name it, where code changes it in place; null where it is immutable.</param>
internal sealed record CollectionRewrite(string Handle, string? Changed)
{
    /// <summary>The rewrite that a diagnostic asks for; null where there is none.</summary>
    public static async Task<CollectionRewrite?> FindAsync(Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (diagnostic.Properties.TryGetValue(BackendProperties.CollectionState, out var handle))
            return new(handle!, null);
        var held = await HeldValue.FindAsync(document, node, cancellationToken).ConfigureAwait(false);
        return held is { Type: INamedTypeSymbol { MetadataName: "List`1" or "HashSet`1" or "Dictionary`2" } type } && !KnownTypes.IsCollection(held.Property.Type)
            && CollectionTypes.Find(type) is { SchemaName: var kind } && AreKept(held, type, kind, cancellationToken)
            ? new(kind == BuiltInTypes.List ? "ListState" : "MapState", kind)
            : null;
    }

    /// <summary>What a use of the collection becomes; null where it has no counterpart.</summary>
    public (SyntaxNode Old, SyntaxNode? New)? FindCounterpart(IdentifierNameSyntax use) =>
        (Changed is null ? null : InPlaceUseSyntax.FindCounterpart(use, Changed)) ?? (Changed == BuiltInTypes.Set ? null : CollectionUseSyntax.FindCounterpart(use, Handle));

    /// <summary>The type of the state, with the arguments of the collection as they are written.</summary>
    public string TypeFor(TypeSyntax written) => written switch
    {
        NullableTypeSyntax nullable => TypeFor(nullable.ElementType),
        QualifiedNameSyntax qualified => TypeFor(qualified.Right),
        GenericNameSyntax { TypeArgumentList.Arguments: var arguments } => $"{Handle}<{arguments}{(Changed == BuiltInTypes.Set ? ", bool" : "")}>",
        _ => Handle,
    };

    // Elements that can be changed in place would be reported where they are kept.
    private static bool AreKept(HeldValue held, INamedTypeSymbol collection, string kind, CancellationToken cancellationToken) =>
        (kind == BuiltInTypes.List || held.CanBe(collection.TypeArguments[0], CodecRole.Key, copied: false, cancellationToken))
        && (kind == BuiltInTypes.Set || held.CanBe(collection.TypeArguments.Last(), CodecRole.Value, copied: false, cancellationToken));
}
