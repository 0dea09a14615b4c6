using System.Globalization;
using System.Text;

namespace StateGen.Benchmarks.Musts.Report;

/// <summary>
/// Draws a plot as SVG. The background is transparent, and all colours are of medium brightness, so that it can be read on light and on dark pages.
/// </summary>
internal sealed class SvgPlot
{
    private const int Width = 760;
    private const int Height = 320;
    private const int Left = 64;
    private const int Top = 40;
    private const int Bottom = 260;
    private const int Right = 540;
    private const int Ticks = 4;
    private const int LegendStep = 20;
    private const string Ink = "#8a8f98";

    private static readonly string[] Colours = ["#2f81f7", "#d9822b", "#3fa45b", "#b45cc4", "#d1495b", "#3aa6a6", "#8c8c3c"];

    private readonly StringBuilder _text = new();
    private readonly string[] _categories;
    private readonly double _highest;

    private SvgPlot(string title, string unit, string[] categories, double highest)
    {
        _categories = categories;
        _highest = RoundUp(highest);
        _text.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" ");
        _text.Append($"font-family=\"sans-serif\" font-size=\"12\" fill=\"{Ink}\">\n");
        _text.Append($"<title>{Escape(title)}</title>\n");
        Write(Left, Top - 20, "start", $"{title} ({unit})", " font-size=\"14\"");
        DrawAxes();
    }

    /// <summary>Draws a group of bars for each category, one bar for each series. A value that is not a number has no bar.</summary>
    public static string Bars(string title, string unit, string[] categories, (string Name, double[] Values)[] series)
    {
        var plot = new SvgPlot(title, unit, categories, Highest(series));
        var bar = plot.CategoryWidth * 0.8 / series.Length;
        for (var i = 0; i < series.Length; i++)
        {
            plot.DrawLegend(i, series[i].Name);
            for (var category = 0; category < categories.Length; category++)
                plot.DrawBar(Left + (plot.CategoryWidth * (category + 0.1)) + (bar * i), bar, series[i].Values[category], Colours[i % Colours.Length]);
        }

        return plot.End();
    }

    /// <summary>Draws a line for each series over categories at equal distances.</summary>
    public static string Lines(string title, string unit, string[] categories, (string Name, double[] Values)[] series)
    {
        var plot = new SvgPlot(title, unit, categories, Highest(series));
        for (var i = 0; i < series.Length; i++)
        {
            plot.DrawLegend(i, series[i].Name);
            plot.DrawLine(series[i].Values, Colours[i % Colours.Length]);
        }

        return plot.End();
    }

    private double CategoryWidth => (Right - Left) / (double)_categories.Length;

    private static double Highest((string Name, double[] Values)[] series) => series.SelectMany(one => one.Values).Where(double.IsFinite).Max();

    private void DrawAxes()
    {
        for (var tick = 0; tick <= Ticks; tick++)
        {
            var value = _highest * tick / Ticks;
            var y = Y(value);
            _text.Append($"<path d=\"M{Left} {Text(y)}H{Right}\" stroke=\"{Ink}\" stroke-opacity=\"{(tick == 0 ? "1" : "0.25")}\"/>\n");
            Write(Left - 6, y + 4, "end", Text(value));
        }

        for (var category = 0; category < _categories.Length; category++)
            Write(Middle(category), Bottom + 18, "middle", _categories[category]);
    }

    private void DrawBar(double x, double width, double value, string colour)
    {
        if (double.IsFinite(value))
            _text.Append($"<rect x=\"{Text(x)}\" y=\"{Text(Y(value))}\" width=\"{Text(width)}\" height=\"{Text(Bottom - Y(value))}\" fill=\"{colour}\"/>\n");
    }

    private void DrawLine(double[] values, string colour)
    {
        var points = string.Join(" ", values.Select((value, category) => $"{Text(Middle(category))},{Text(Y(value))}"));
        _text.Append($"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n");
        for (var category = 0; category < values.Length; category++)
            _text.Append($"<circle cx=\"{Text(Middle(category))}\" cy=\"{Text(Y(values[category]))}\" r=\"3\" fill=\"{colour}\"/>\n");
    }

    private void DrawLegend(int index, string name)
    {
        var y = Top + (index * LegendStep);
        _text.Append($"<rect x=\"{Right + 16}\" y=\"{y}\" width=\"12\" height=\"12\" fill=\"{Colours[index % Colours.Length]}\"/>\n");
        Write(Right + 34, y + 10, "start", name);
    }

    private void Write(double x, double y, string anchor, string text, string attributes = "") =>
        _text.Append($"<text x=\"{Text(x)}\" y=\"{Text(y)}\" text-anchor=\"{anchor}\"{attributes}>{Escape(text)}</text>\n");

    private string End() => _text.Append("</svg>\n").ToString();

    private double Middle(int category) => Left + (CategoryWidth * (category + 0.5));

    private double Y(double value) => Bottom - ((Bottom - Top) * value / _highest);

    // The next number of which the ticks are short: 1, 2, 4 or 8 times a power of ten.
    private static double RoundUp(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return new[] { 1, 2, 4, 8, 10 }.First(step => step * power >= value) * power;
    }

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
