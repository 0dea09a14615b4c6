using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using StateGen.Analyzers.SG4000;
using StateGen.Generators.Diagnostics;

namespace StateGen.CodeFixes.SG4000;

/// <summary>Adds <c>[FormerName]</c> to a renamed state, type or member, so that stored values are kept.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MissingFormerNameCodeFixProvider))]
[Shared]
public sealed class MissingFormerNameCodeFixProvider : CodeFixProvider
{
    private static readonly ProjectFixAll FixAll = new("Add [FormerName] to all renamed declarations", IsFixable, ApplyAsync);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [
            DiagnosticIds.MissingFormerName, DiagnosticIds.UnrestorableState, DiagnosticIds.ChangedKeyType, DiagnosticIds.ChangedMapKeyType,
            DiagnosticIds.RemovedEnumMember,
        ];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => FixAll;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics.Where(IsFixable))
        {
            if (await RenamedDeclaration.FindAsync(context.Document.Project, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } renamed)
                context.RegisterCodeFix(Describe(context.Document.Project, diagnostic, renamed), diagnostic);
        }
    }

    private static CodeAction Describe(Project project, Diagnostic diagnostic, RenamedDeclaration renamed) => CodeAction.Create(
        $"Add [FormerName(\"{renamed.FormerName}\")] to '{renamed.Name}'", cancellationToken => ApplyAsync(project, [diagnostic], cancellationToken),
        nameof(MissingFormerNameCodeFixProvider));

    private static bool IsFixable(Diagnostic diagnostic) => diagnostic.Properties.ContainsKey(SchemaProperties.FormerName);

    // Several diagnostics may concern the same type, which gets one attribute.
    private static async Task<Solution> ApplyAsync(Project project, IReadOnlyList<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var searches = diagnostics.Select(diagnostic => RenamedDeclaration.FindAsync(project, diagnostic, cancellationToken));
        var renamed = await Task.WhenAll(searches).ConfigureAwait(false);
        var solution = project.Solution;
        foreach (var inDocument in renamed.OfType<RenamedDeclaration>().Distinct().GroupBy(declaration => declaration.Document.Id))
        {
            var root = (await inDocument.First().Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            var formerNames = inDocument.ToLookup(declaration => declaration.Syntax, declaration => declaration.FormerName);
            var named = root.ReplaceNodes(
                formerNames.Select(group => group.Key), (original, current) => formerNames[original].Aggregate(current, FormerNameSyntax.AddTo));
            solution = solution.WithDocumentSyntaxRoot(inDocument.Key, named);
        }

        return solution;
    }
}

/// <summary>Adds <c>[FormerName]</c> to declarations.</summary>
internal static class FormerNameSyntax
{
    public static bool CanBeAddedTo(SyntaxNode node) =>
        node is PropertyDeclarationSyntax or FieldDeclarationSyntax or ParameterSyntax or EnumMemberDeclarationSyntax or BaseTypeDeclarationSyntax;

    public static SyntaxNode AddTo(SyntaxNode declaration, string formerName)
    {
        var name = SyntaxFactory.ParseName("global::StateGen.FormerName").WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);
        var argument = SyntaxFactory.AttributeArgument(SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(formerName)));
        var attribute = SyntaxFactory.Attribute(name, SyntaxFactory.AttributeArgumentList(SyntaxFactory.SingletonSeparatedList(argument)));
        var list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(attribute));
        return declaration switch
        {
            ParameterSyntax parameter => AddTo(parameter, list),
            MemberDeclarationSyntax member => AddTo(member, list),
            _ => declaration,
        };
    }

    // The attribute is inserted before the first token and takes over its leading trivia: comments and the indentation of the line.
    private static ParameterSyntax AddTo(ParameterSyntax parameter, AttributeListSyntax list) => parameter
        .WithoutLeadingTrivia()
        .WithAttributeLists(parameter.WithoutLeadingTrivia().AttributeLists.Insert(0, list.WithTrailingTrivia(SyntaxFactory.Space)))
        .WithLeadingTrivia(parameter.GetLeadingTrivia());

    private static MemberDeclarationSyntax AddTo(MemberDeclarationSyntax member, AttributeListSyntax list)
    {
        var bare = member.WithoutLeadingTrivia();
        var lists = bare.AttributeLists.Insert(0, list.WithTrailingTrivia(SyntaxFactory.Space));
        return bare.WithAttributeLists(lists).WithLeadingTrivia(member.GetLeadingTrivia());
    }
}

/// <summary>Represents the declaration to which a diagnostic suggests adding <c>[FormerName]</c>.</summary>
/// <param name="Document">The document of the declaration, which may differ from that of the diagnostic.</param>
/// <param name="Syntax">The syntax node that gets the attribute.</param>
/// <param name="Name">The name of the declaration.</param>
/// <param name="FormerName">The argument of the attribute.</param>
internal sealed record RenamedDeclaration(Document Document, SyntaxNode Syntax, string Name, string FormerName)
{
    /// <summary>Finds the declaration for a diagnostic; null if all of its declarations are generated.</summary>
    public static async Task<RenamedDeclaration?> FindAsync(Project project, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        foreach (var location in diagnostic.AdditionalLocations)
        {
            if (project.Solution.GetDocument(location.SourceTree) is not { } document || document is SourceGeneratedDocument
                || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
                continue;
            if (root.FindNode(location.SourceSpan).FirstAncestorOrSelf<SyntaxNode>(FormerNameSyntax.CanBeAddedTo) is { } declaration)
                return new(document, declaration, root.GetText().ToString(location.SourceSpan), diagnostic.Properties[SchemaProperties.FormerName]!);
        }

        return null;
    }
}
