using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace StateGen.TestKit.Compiler;

/// <summary>An additional file that is nowhere on a disk.</summary>
internal sealed class InMemoryFile(string path, string text) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(text);

    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
}
