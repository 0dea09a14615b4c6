using System.Collections.Concurrent;
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
/// What was parsed from declarations last, forgotten with their file. The driver asks for all of them after each edit anywhere, because symbols are new in every
/// compilation; while the file is the same and nothing else has declared anything else, the answer is the same. Thread-safe.
/// </summary>
/// <typeparam name="TResult">What is parsed from a declaration: text and numbers only.</typeparam>
internal static class ParseCache<TResult>
    where TResult : class
{
    private static readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<(TextSpan Span, Delegate Parse), (string Stamp, TResult Result)>> Known = new();

    /// <summary>
    /// The result for a declaration, from the cache or parsed. The parser must follow from what the compilation declares alone, and <paramref name="isCacheable"/> tells
    /// whether a result stays true while bodies of methods change: not if it says where something stands.
    /// </summary>
    public static TResult GetOrParse(
        GeneratorAttributeSyntaxContext context, Func<GeneratorAttributeSyntaxContext, CancellationToken, TResult> parse, Func<TResult, bool> isCacheable, CancellationToken cancellationToken)
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
/// Stands for everything that a compilation declares. Two compilations of equal stamps differ in method bodies at most, so whatever follows from symbols alone is the same
/// in both.
/// </summary>
internal static class DeclarationStamp
{
    private static readonly PerCompilation<string> Known = new(Compute);
    private static readonly ConditionalWeakTable<object, string> Identities = new();
    private static long _identities;

    /// <summary>The stamp of a compilation. Computed once, in a time that grows with its number of files. Thread-safe.</summary>
    public static string Of(Compilation compilation, CancellationToken cancellationToken) => Known.Get(compilation, cancellationToken);

    private static string Compute(Compilation compilation, CancellationToken cancellationToken)
    {
        using var sha = SHA256.Create();
        Add(sha, Encoding.UTF8.GetBytes($"{compilation.AssemblyName} {IdentityOf(compilation.Options)} {string.Join(" ", compilation.References.Select(IdentityOf))}"));
        foreach (var tree in compilation.SyntaxTrees)
        {
            Add(sha, Encoding.UTF8.GetBytes(IdentityOf(tree.Options)));
            Add(sha, DeclarationHash.Of(tree, cancellationToken));
        }

        sha.TransformFinalBlock([], 0, 0);
        return Convert.ToBase64String(sha.Hash);
    }

    private static void Add(HashAlgorithm hash, byte[] bytes) => hash.TransformBlock(bytes, 0, bytes.Length, null, 0);

    // Options and references are compared as objects: an editor keeps them from edit to edit, and their contents are not to be had cheaply.
    private static string IdentityOf(object part) => Identities.GetValue(part, static _ => Interlocked.Increment(ref _identities).ToString(System.Globalization.CultureInfo.InvariantCulture));
}

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
