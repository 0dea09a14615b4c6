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
/// after them count: where a parameter of a primary constructor may be captured, and where directives stand. Computed once per tree; thread-safe.
/// </summary>
internal static class DeclarationHash
{
    private const char End = '\n';

    private static readonly ConditionalWeakTable<SyntaxTree, byte[]> Known = new();

    /// <summary>The SHA-256 of the declarations of a file and of its path.</summary>
    public static byte[] Of(SyntaxTree tree, CancellationToken cancellationToken) => Known.TryGetValue(tree, out var known) ? known : Known.GetValue(tree, unknown => Compute(unknown, cancellationToken));

    private static byte[] Compute(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var text = new StringBuilder(tree.FilePath).Append(End);
        foreach (var part in tree.GetRoot(cancellationToken).DescendantNodesAndTokens(node => !IsLeftOut(node)))
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
        node is BlockSyntax or ArrowExpressionClauseSyntax && node is { Parent: MethodDeclarationSyntax { Parent: TypeDeclarationSyntax type }, ContainsDirectives: false } && !MayCapture(type);

    // The parameters may be declared by another part of a partial class; no operator is a value.
    private static bool MayCapture(TypeDeclarationSyntax type) =>
        type.ParameterList is not null || (type.Modifiers.Any(SyntaxKind.PartialKeyword) && !AttributeNames.Has(type, "Operator"));
}
