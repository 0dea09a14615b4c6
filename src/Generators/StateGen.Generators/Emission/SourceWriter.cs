using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace StateGen.Generators.Emission;

/// <summary>Writes C# line by line: indents the lines, separates members with empty lines, and ends each line with \n.</summary>
internal sealed class SourceWriter
{
    private const int SpacesPerLevel = 4;

    private readonly StringBuilder _text = new();
    private int _level;
    private bool _atStartOfBlock = true;

    /// <summary>Writes one or more lines with the current indentation, so that a raw string literal reads like its output.</summary>
    public void Write(string lines)
    {
        foreach (var line in lines.Split('\n'))
            WriteLine(line.TrimEnd('\r'));
    }

    /// <summary>Begins a member. An empty line precedes every member except the first of its block.</summary>
    public void BeginMember()
    {
        if (!_atStartOfBlock)
            WriteLine("");
    }

    /// <summary>Writes a member that is complete in itself.</summary>
    public void WriteMember(string lines)
    {
        BeginMember();
        Write(lines);
    }

    /// <summary>Writes a header and an opening brace. Disposing the result writes the closing brace.</summary>
    public Block OpenBlock(string header)
    {
        Write(header);
        WriteLine("{");
        _level++;
        _atStartOfBlock = true;
        return new(this);
    }

    public override string ToString() => _text.ToString();

    private void WriteLine(string line)
    {
        if (line.Length > 0)
            _text.Append(' ', SpacesPerLevel * _level).Append(line);
        _text.Append('\n');
        _atStartOfBlock = false;
    }

    private void CloseBlock()
    {
        _level--;
        WriteLine("}");
    }

    /// <summary>A block that is being written.</summary>
    internal readonly struct Block(SourceWriter writer) : IDisposable
    {
        public void Dispose() => writer.CloseBlock();
    }
}

/// <summary>Writes text as a C# string literal.</summary>
internal static class Literal
{
    public static string Of(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
