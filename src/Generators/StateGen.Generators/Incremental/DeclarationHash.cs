using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Generators.Parsing;

namespace StateGen.Generators.Incremental;

/// <summary>
/// A hash of what a file declares: of all its tokens but those of method bodies, which declare nothing. Bodies that may say something about their type or about the text
/// after them count: where a parameter of a primary constructor may be captured, and where directives stand. So do the comments at the top, which may say that a tool wrote
/// the file: its types are then oblivious to null. Computed once per tree; thread-safe.
/// </summary>
internal static class DeclarationHash
{
    private const char End = '\n';

    private static readonly ConditionalWeakTable<SyntaxTree, byte[]> Known = new();

    /// <summary>The SHA-256 of the declarations of a file and of its path.</summary>
    public static byte[] Of(SyntaxTree tree, CancellationToken cancellationToken) => Known.TryGetValue(tree, out var known) ? known : Known.GetValue(tree, unknown => Compute(unknown, cancellationToken));

    private static byte[] Compute(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var root = tree.GetRoot(cancellationToken);
        var text = new StringBuilder(tree.FilePath).Append(End).Append(root.GetLeadingTrivia().ToFullString()).Append(End);
        foreach (var part in root.DescendantNodesAndTokens(node => !IsLeftOut(node)))
        {
            if (part.IsToken)
                Append(text, part.AsToken());
            else if (IsLeftOut(part.AsNode()!))
                text.Append("{}").Append(End);
        }

        using var sha = SHA256.Create();
        return sha.ComputeHash(Encoding.UTF8.GetBytes(text.ToString()));
    }

    // A missing token has no text, and directives stand between tokens.
    private static void Append(StringBuilder text, SyntaxToken token) =>
        text.Append(token.ContainsDirectives ? token.ToFullString() : token.Text).Append(End);

    private static bool IsLeftOut(SyntaxNode node) =>
        node is BlockSyntax or ArrowExpressionClauseSyntax && node is { Parent: MethodDeclarationSyntax method, ContainsDirectives: false } && !method.Ancestors().OfType<TypeDeclarationSyntax>().Any(MayCapture);

    // Types around a method count, too: what is assigned in it is looked up by name. The parameters may be declared by another part of a partial class; no operator is a value.
    private static bool MayCapture(TypeDeclarationSyntax type) =>
        type.ParameterList is not null || (type.Modifiers.Any(SyntaxKind.PartialKeyword) && !AttributeNames.Has(type, "Operator"));
}
