using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;
using StateGen.Generators.Diagnostics;

namespace StateGen.CodeFixes.SG1000;

/// <summary>SG1010. Replaces an array or a list by an <c>ImmutableArray&lt;T&gt;</c>, if the surrounding code still compiles.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MutableStateTypeImmutableArrayCodeFixProvider))]
[Shared]
public sealed class MutableStateTypeImmutableArrayCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.MutableStateType)
{
    private protected override string TitleOf(Diagnostic diagnostic) => "Use ImmutableArray<T>";

    // A value state is initially null, so the type of the array must be nullable, too.
    private protected override async Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await RetainedValue.FindAsync(document, node, cancellationToken).ConfigureAwait(false) is not { } retained
            || FindElement(retained.Type) is not { } element
            || (retained.Syntax.Parent is PropertyDeclarationSyntax && retained.Syntax is not NullableTypeSyntax)
            || retained.Compilation.GetTypeByMetadataName("System.Collections.Immutable.ImmutableArray`1") is not { } immutable
            || !retained.CanBe(immutable.Construct(element), copied: false, cancellationToken))
            return null;
        var written = retained.Syntax is NullableTypeSyntax nullable ? nullable.ElementType : retained.Syntax;
        if (FindElement(written) is not { } elementSyntax)
            return null;
        Action<DocumentEditor> edit = editor => editor.ReplaceNode(written, Write(elementSyntax).WithTriviaFrom(written));
        return await CompilingEdit.FindAsync(document, edit, cancellationToken).ConfigureAwait(false);
    }

    private static ITypeSymbol? FindElement(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { MetadataName: "List`1", ContainingNamespace: { Name: "Generic", ContainingNamespace.Name: "Collections" } } list =>
            list.TypeArguments[0],
        _ => null,
    };

    private static TypeSyntax? FindElement(TypeSyntax written) => written switch
    {
        ArrayTypeSyntax { RankSpecifiers.Count: 1 } array => array.ElementType,
        GenericNameSyntax { TypeArgumentList.Arguments: [var element] } => element,
        QualifiedNameSyntax { Right: GenericNameSyntax { TypeArgumentList.Arguments: [var element] } } => element,
        _ => null,
    };

    private static TypeSyntax Write(TypeSyntax element) =>
        SyntaxFactory.ParseTypeName($"global::System.Collections.Immutable.ImmutableArray<{element}>")
            .WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);
}
