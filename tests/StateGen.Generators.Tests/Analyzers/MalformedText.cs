using Microsoft.CodeAnalysis;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>Damages texts in the ways that typing and merging do.</summary>
internal static class MalformedText
{
    /// <summary>Removes one to three tokens from code, or all of them if there are fewer.</summary>
    public static string DropTokens(Random random, string code)
    {
        var tokens = CompilationFactory.Parse(code, "File.cs").GetRoot(TestContext.Current.CancellationToken).DescendantTokens().ToList();
        for (var dropped = Math.Min(random.Next(1, 4), tokens.Count); dropped > 0; dropped--)
            tokens.RemoveAt(random.Next(tokens.Count));
        return string.Concat(tokens.Select(token => token.ToFullString()));
    }

    /// <summary>Makes one to four edits of lines: removes, truncates, duplicates or swaps lines, inserts a character, or adds a merge conflict.</summary>
    public static string SpoilLines(Random random, string text)
    {
        var lines = text.Split('\n').ToList();
        for (var edits = random.Next(1, 5); edits > 0; edits--)
            SpoilLine(random, lines, random.Next(lines.Count), random.Next(lines.Count));
        return string.Join('\n', lines);
    }

    private static void SpoilLine(Random random, List<string> lines, int line, int other)
    {
        switch (random.Next(6))
        {
            case 0 when lines.Count > 1:
                lines.RemoveAt(line);
                break;
            case 1:
                lines[line] = lines[line][..random.Next(lines[line].Length + 1)];
                break;
            case 2:
                lines.Insert(other, lines[line]);
                break;
            case 3:
                (lines[line], lines[other]) = (lines[other], lines[line]);
                break;
            case 4:
                lines[line] = lines[line].Insert(random.Next(lines[line].Length + 1), " (<?:\"#=,>\t"[random.Next(11)].ToString());
                break;
            default:
                lines.InsertRange(line, ["<<<<<<< HEAD", lines[line], "=======", lines[other], ">>>>>>> other"]);
                break;
        }
    }
}
