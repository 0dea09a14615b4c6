using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Incremental;

/// <summary>
/// Stands for everything that a compilation declares. Two compilations of equal stamps differ in method bodies at most, so whatever follows from symbols alone is the same
/// in both.
/// </summary>
internal static class DeclarationStamp
{
    private static readonly ConditionalWeakTable<Compilation, string> Known = new();
    private static readonly ConditionalWeakTable<object, string> Identities = new();
    private static long _identities;

    /// <summary>The stamp of a compilation. Computed once, in a time that grows with its number of files. Thread-safe.</summary>
    public static string Of(Compilation compilation, CancellationToken cancellationToken) =>
        Known.TryGetValue(compilation, out var known) ? known : Known.GetValue(compilation, unknown => Compute(unknown, cancellationToken));

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
