using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace StateGen.Generators.Tests.Documents;

/// <summary>The prose in a part of a file. Code in it is blanked out, so that every line stays where it is.</summary>
/// <param name="Path">The path within the repository.</param>
/// <param name="FirstLine">The line of the file on which the text begins, from 1.</param>
/// <param name="Text">The text.</param>
internal sealed partial record Prose(string Path, int FirstLine, string Text)
{
    /// <summary>The text of a document without comments, code, and the targets of links.</summary>
    public static Prose OfDocument(RepositoryFile document) => new(document.Path, FirstLine: 1, Blank(CodeInDocument, document.Text));

    /// <summary>The string literals of C# code, such as the titles and messages of diagnostics.</summary>
    public static IEnumerable<Prose> OfLiterals(RepositoryFile code) => Parse(code).DescendantTokens()
        .Where(token => token.IsKind(SyntaxKind.StringLiteralToken))
        .Select(token => Keep(code, token.Span, [token], CodeInLiteral));

    /// <summary>The XML documentation of C# code.</summary>
    public static IEnumerable<Prose> OfDocumentation(RepositoryFile code) => Find<DocumentationCommentTriviaSyntax>(code)
        .Select(comment => Keep(code, comment.FullSpan, WordsOf(comment), CodeInDocumentation));

    /// <summary>The summaries of C# code that begin with text, not with a reference.</summary>
    public static IEnumerable<Prose> OfSummaries(RepositoryFile code) => Find<XmlElementSyntax>(code)
        .Where(element => NameOf(element) == "summary" && element.Content is [XmlTextSyntax text, ..] && WordsOf(text).Any(IsWord))
        .Select(summary => Keep(code, summary.FullSpan, WordsOf(summary), CodeInDocumentation));

    /// <summary>The line of the file at a position of the text.</summary>
    public int LineAt(int position) => FirstLine + Text.AsSpan(0, position).Count('\n');

    private static SyntaxNode Parse(RepositoryFile code) => CSharpSyntaxTree.ParseText(code.Text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot();

    private static IEnumerable<T> Find<T>(RepositoryFile code)
        where T : SyntaxNode => Parse(code).DescendantNodes(descendIntoTrivia: true).OfType<T>();

    private static IEnumerable<SyntaxToken> WordsOf(SyntaxNode documentation) => documentation.DescendantTokens()
        .Where(token => token.IsKind(SyntaxKind.XmlTextLiteralToken) && token.Parent is XmlTextSyntax text && !IsCode(text));

    private static bool IsCode(XmlTextSyntax text) => text.Ancestors().OfType<XmlElementSyntax>().Any(element => NameOf(element) is "c" or "code");

    private static bool IsWord(SyntaxToken token) => !string.IsNullOrWhiteSpace(token.Text);

    private static string NameOf(XmlElementSyntax element) => element.StartTag.Name.LocalName.Text;

    private static Prose Keep(RepositoryFile file, TextSpan part, IEnumerable<SyntaxToken> tokens, Regex code)
    {
        var kept = Blank(file.Text.Substring(part.Start, part.Length)).ToCharArray();
        foreach (var span in tokens.Select(token => token.Span))
            file.Text.CopyTo(span.Start, kept, span.Start - part.Start, span.Length);
        return new(file.Path, 1 + file.Text.AsSpan(0, part.Start).Count('\n'), Blank(code, new(kept)));
    }

    private static string Blank(Regex code, string text) => code.Replace(text, match => Blank(match.Value));

    private static string Blank(string text) => string.Create(text.Length, text, static (blank, text) =>
    {
        for (var i = 0; i < blank.Length; i++)
            blank[i] = text[i] == '\n' ? '\n' : ' ';
    });

    // Addresses, paths and names with dots are code everywhere.
    [GeneratedRegex(
        @"<!--.*?-->|^```.*?^```|`[^`]*`|\]\([^)]*\)|https?://\S+|[\w/-]+(\.\w+)+",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 60_000)]
    private static partial Regex CodeInDocument { get; }

    [GeneratedRegex(@"\{\d\}|\[[^\]]*\]|https?://\S+|[\w/-]+(\.\w+)+|--?\w+|\w+\([^)]*\)|\\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex CodeInLiteral { get; }

    [GeneratedRegex(@"https?://\S+|[\w/-]+(\.\w+)+|\w+(/\w+){2,}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex CodeInDocumentation { get; }
}
