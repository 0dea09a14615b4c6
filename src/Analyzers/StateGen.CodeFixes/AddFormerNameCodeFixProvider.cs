using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using StateGen.Analyzers.Schemas;

namespace StateGen.CodeFixes;

/// <summary>Adds <c>[FormerName]</c> to a state or member that has another name, so that it keeps its stored values.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddFormerNameCodeFixProvider))]
[Shared]
public sealed class AddFormerNameCodeFixProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["SG4006"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(SchemaProperties.FormerName, out var formerName)
                && await FindAsync(context.Document.Project, diagnostic, context.CancellationToken).ConfigureAwait(false) is var (document, declaration))
                context.RegisterCodeFix(Describe(document, declaration, formerName!), diagnostic);
        }
    }

    private static CodeAction Describe(Document document, SyntaxNode declaration, string formerName) => CodeAction.Create(
        $"Add [FormerName(\"{formerName}\")]", cancellationToken => AddAsync(document, declaration, formerName, cancellationToken), nameof(AddFormerNameCodeFixProvider));

    private static async Task<(Document Document, SyntaxNode Declaration)?> FindAsync(Project project, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        foreach (var location in diagnostic.AdditionalLocations)
        {
            if (project.Solution.GetDocument(location.SourceTree) is not { } document || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
                continue;
            var declaration = root.FindNode(location.SourceSpan).FirstAncestorOrSelf<SyntaxNode>(CanHaveAttributes);
            if (declaration is not null && document is not SourceGeneratedDocument)
                return (document, declaration);
        }

        return null;
    }

    private static bool CanHaveAttributes(SyntaxNode node) => node is PropertyDeclarationSyntax or FieldDeclarationSyntax or ParameterSyntax;

    private static async Task<Document> AddAsync(Document document, SyntaxNode declaration, string formerName, CancellationToken cancellationToken)
    {
        var root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        return document.WithSyntaxRoot(root.ReplaceNode(declaration, WithAttribute(declaration, formerName)));
    }

    private static SyntaxNode WithAttribute(SyntaxNode declaration, string formerName)
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

    // Before the first token, which keeps what stands around it: comments and the line's indentation.
    private static ParameterSyntax AddTo(ParameterSyntax parameter, AttributeListSyntax list) => parameter
        .WithoutLeadingTrivia()
        .WithAttributeLists(parameter.WithoutLeadingTrivia().AttributeLists.Insert(0, list.WithTrailingTrivia(SyntaxFactory.Space)))
        .WithLeadingTrivia(parameter.GetLeadingTrivia());

    private static MemberDeclarationSyntax AddTo(MemberDeclarationSyntax member, AttributeListSyntax list)
    {
        var bare = member.WithoutLeadingTrivia();
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, list.WithTrailingTrivia(SyntaxFactory.Space))).WithLeadingTrivia(member.GetLeadingTrivia());
    }
}
