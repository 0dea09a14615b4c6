using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using StateGen.Generators.Parsing;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Incremental;

/// <summary>
/// Caches the latest result of parsing each declaration, and drops it together with its file. After each edit, the driver asks for every declaration again,
/// because each compilation has new symbols. The result stays the same while the file is unchanged and no other file changes its declarations. Thread-safe.
/// </summary>
/// <typeparam name="TResult">The result of parsing a declaration, which contains only text and numbers.</typeparam>
internal static class ParseCache<TResult>
    where TResult : class
{
    private static readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<(TextSpan Span, Delegate Parse), (string Stamp, TResult Result)>>
        Known = new();

    /// <summary>
    /// Returns the result for a declaration from the cache, or parses the declaration. The parser must depend only on the declarations of the compilation.
    /// </summary>
    /// <param name="context">The declaration.</param>
    /// <param name="parse">The parser.</param>
    /// <param name="isCacheable">Determines whether a result stays true while method bodies change. A result that contains a location does not.</param>
    /// <param name="cancellationToken">Cancels the parser.</param>
    public static TResult GetOrParse(
        GeneratorAttributeSyntaxContext context, Func<GeneratorAttributeSyntaxContext, CancellationToken, TResult> parse,
        Func<TResult, bool> isCacheable, CancellationToken cancellationToken)
    {
        var results = Known.GetOrCreateValue(context.TargetNode.SyntaxTree);
        var stamp = DeclarationStamp.Of(context.SemanticModel.Compilation, cancellationToken);
        if (results.TryGetValue((context.TargetNode.Span, parse), out var known) && known.Stamp == stamp)
            return known.Result;
        var result = parse(context, cancellationToken);
        if (isCacheable(result))
            results[(context.TargetNode.Span, parse)] = (stamp, result);
        return result;
    }
}

/// <summary>
/// Computes a stamp of everything that a compilation declares. Two compilations with equal stamps differ at most in method bodies, so everything that follows
/// from symbols alone is the same in both.
/// </summary>
internal static class DeclarationStamp
{
    private static readonly PerCompilation<string> Known = new(Compute);
    private static readonly ConditionalWeakTable<object, string> Identities = new();
    private static long _identities;

    /// <summary>Returns the stamp of a compilation. It is computed once, in a time proportional to the number of files. Thread-safe.</summary>
    public static string Of(Compilation compilation, CancellationToken cancellationToken) => Known.Get(compilation, cancellationToken);

    private static string Compute(Compilation compilation, CancellationToken cancellationToken)
    {
        using var sha = SHA256.Create();
        var references = string.Join(" ", compilation.References.Select(IdentityOf));
        Add(sha, Encoding.UTF8.GetBytes($"{compilation.AssemblyName} {IdentityOf(compilation.Options)} {references}"));
        foreach (var tree in compilation.SyntaxTrees)
        {
            Add(sha, Encoding.UTF8.GetBytes(IdentityOf(tree.Options)));
            Add(sha, DeclarationHash.Of(tree, cancellationToken));
        }

        sha.TransformFinalBlock([], 0, 0);
        return Convert.ToBase64String(sha.Hash);
    }

    private static void Add(HashAlgorithm hash, byte[] bytes) => hash.TransformBlock(bytes, 0, bytes.Length, null, 0);

    // Options and references are compared by reference: an editor keeps the same objects from edit to edit, and comparing their contents would be expensive.
    private static string IdentityOf(object part) =>
        Identities.GetValue(part, static _ => Interlocked.Increment(ref _identities).ToString(CultureInfo.InvariantCulture));
}

/// <summary>
/// Computes a hash of the declarations in a file: of all its tokens except those of method bodies, which declare nothing. Two kinds of bodies are included,
/// because they can affect their type or the text after them: those that may capture a parameter of a primary constructor, and those that contain directives.
/// The comments at the top of the file are included as well, because they can mark the file as generated, which makes its types oblivious to null. Computed
/// once per tree. Thread-safe.
/// </summary>
internal static class DeclarationHash
{
    private const char End = '\n';

    private static readonly ConditionalWeakTable<SyntaxTree, byte[]> Known = new();

    /// <summary>Returns the SHA-256 hash of the declarations of a file and of its path.</summary>
    public static byte[] Of(SyntaxTree tree, CancellationToken cancellationToken) =>
        Known.TryGetValue(tree, out var known) ? known : Known.GetValue(tree, unknown => Compute(unknown, cancellationToken));

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

    // Directives are trivia, so a token that carries one is hashed with its trivia. A missing token has no text.
    private static void Append(StringBuilder text, SyntaxToken token) =>
        text.Append(token.ContainsDirectives ? token.ToFullString() : token.Text).Append(End);

    private static bool IsLeftOut(SyntaxNode node) =>
        node is BlockSyntax or ArrowExpressionClauseSyntax
        && node is { Parent: MethodDeclarationSyntax method, ContainsDirectives: false }
        && !method.Ancestors().OfType<TypeDeclarationSyntax>().Any(MayCapture);

    // Containing types count as well, because assignments are found by name. Another part of a partial class may declare the parameters. A class marked with
    // [Operator] is never stored as a value, so its parameters do not matter.
    private static bool MayCapture(TypeDeclarationSyntax type) =>
        type.ParameterList is not null || (type.Modifiers.Any(SyntaxKind.PartialKeyword) && !AttributeNames.Has(type, "Operator"));
}
