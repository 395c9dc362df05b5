<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>saddlepoint</name>
    <message>
        <source>&amp;About</source>
        <translation>关于(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>全屏(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Open tensor…</source>
        <translation>打开张量(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Play or pause</source>
        <translation>播放/暂停(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>0.01: it vanishes</source>
        <translation>0.01：信号消失</translation>
    </message>
    <message>
        <source>1.0: it saturates</source>
        <translation>1.0：信号饱和</translation>
    </message>
    <message>
        <source>1/t</source>
        <translation>1/t</translation>
    </message>
    <message>
        <source>A formula in x and y, drawn over -5 … 5</source>
        <translation>含 x 和 y 的公式，绘制范围 -5 … 5</translation>
    </message>
    <message>
        <source>A laboratory to see why training a neural network works or does not.</source>
        <translation>一间实验室，用来看清神经网络的训练为何成功、为何失败。</translation>
    </message>
    <message>
        <source>A race of optimizers down a surface</source>
        <translation>优化器沿曲面下降的竞赛</translation>
    </message>
    <message>
        <source>A seeded random 3x3 convolution to 8 channels first, as inside a net</source>
        <translation>先做一次由种子决定的随机 3x3 卷积，得到 8 个通道，如同在网络内部</translation>
    </message>
    <message>
        <source>A signal&apos;s way through a deep net, under two initializations</source>
        <translation>两种初始化下，信号在深层网络中的传播</translation>
    </message>
    <message>
        <source>A surface&apos;s heights and contour lines</source>
        <translation>曲面的高度与等高线</translation>
    </message>
    <message>
        <source>A tensor [N, C, H, W]</source>
        <translation>形状为 [N, C, H, W] 的张量</translation>
    </message>
    <message>
        <source>About Saddlepoint</source>
        <translation>关于 Saddlepoint</translation>
    </message>
    <message>
        <source>Ackley</source>
        <translation>Ackley</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>横轴</translation>
    </message>
    <message>
        <source>Across, from</source>
        <translation>横轴起点</translation>
    </message>
    <message>
        <source>Across, to</source>
        <translation>横轴终点</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>激活值</translation>
    </message>
    <message>
        <source>Adadelta</source>
        <translation>Adadelta</translation>
    </message>
    <message>
        <source>Adagrad</source>
        <translation>Adagrad</translation>
    </message>
    <message>
        <source>Adam</source>
        <translation>Adam</translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>Adamax</source>
        <translation>Adamax</translation>
    </message>
    <message>
        <source>Add a competitor</source>
        <translation>添加参赛优化器</translation>
    </message>
    <message>
        <source>Added inside the roots: it starts the movement</source>
        <translation>加在根号之内：更新由此起步</translation>
    </message>
    <message>
        <source>Added to the root, so that nothing is divided by zero</source>
        <translation>加在根号之外，以免除以零</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Alpha α</source>
        <translation>系数 α</translation>
    </message>
    <message>
        <source>Another seed</source>
        <translation>换一个种子</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>到达</translation>
    </message>
    <message>
        <source>BFGS</source>
        <translation>BFGS</translation>
    </message>
    <message>
        <source>Basins</source>
        <translation>吸引域</translation>
    </message>
    <message>
        <source>Batch N</source>
        <translation>批量大小 N</translation>
    </message>
    <message>
        <source>Batch norm</source>
        <translation>批量归一化</translation>
    </message>
    <message>
        <source>Batch of one: BN = IN</source>
        <translation>批量为 1：BN = IN</translation>
    </message>
    <message>
        <source>Batch, layer, instance and group normalization of one tensor</source>
        <translation>同一张量的批量、层、实例与组归一化</translation>
    </message>
    <message>
        <source>Beale</source>
        <translation>Beale</translation>
    </message>
    <message>
        <source>Beta β</source>
        <translation>偏移 β</translation>
    </message>
    <message>
        <source>Beta β₁</source>
        <translation>系数 β₁</translation>
    </message>
    <message>
        <source>Beta β₂</source>
        <translation>系数 β₂</translation>
    </message>
    <message>
        <source>Bins</source>
        <translation>区间数</translation>
    </message>
    <message>
        <source>Bins of every histogram</source>
        <translation>每个直方图的区间数</translation>
    </message>
    <message>
        <source>Booth</source>
        <translation>Booth</translation>
    </message>
    <message>
        <source>Branin</source>
        <translation>Branin</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Competitors</source>
        <translation>参赛优化器</translation>
    </message>
    <message>
        <source>Conjugate gradient</source>
        <translation>共轭梯度</translation>
    </message>
    <message>
        <source>Contour lines, at equal parts of the area</source>
        <translation>等高线的条数，按面积等分</translation>
    </message>
    <message>
        <source>Contours</source>
        <translation>等高线数</translation>
    </message>
    <message>
        <source>Convolve</source>
        <translation>先做卷积</translation>
    </message>
    <message>
        <source>Copy &amp;picture</source>
        <translation>复制图片(&amp;P)</translation>
    </message>
    <message>
        <source>Copy as co&amp;mmand</source>
        <translation>复制为命令(&amp;M)</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Damped Newton</source>
        <translation>阻尼牛顿法</translation>
    </message>
    <message>
        <source>Damping δ</source>
        <translation>阻尼 δ</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Decay λ of the weights, scaled by η alone</source>
        <translation>权重衰减 λ，只乘以 η</translation>
    </message>
    <message>
        <source>Decay ψ</source>
        <translation>衰减 ψ</translation>
    </message>
    <message>
        <source>Decay ψ of the momentum&apos;s warm-up</source>
        <translation>动量预热的衰减 ψ</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>Descent</source>
        <translation>梯度下降</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Device: automatic</source>
        <translation>设备：自动</translation>
    </message>
    <message>
        <source>Digits</source>
        <translation>手写数字</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>Distance from a minimum that counts as arrived, as part of the domain&apos;s diagonal</source>
        <translation>距极小点多近算到达，以绘制区域对角线的比例计</translation>
    </message>
    <message>
        <source>Diverged</source>
        <translation>发散</translation>
    </message>
    <message>
        <source>Dixon-Price</source>
        <translation>Dixon-Price</translation>
    </message>
    <message>
        <source>Does the signal survive the depth?</source>
        <translation>信号能传到网络深处吗？</translation>
    </message>
    <message>
        <source>Double well</source>
        <translation>双阱</translation>
    </message>
    <message>
        <source>Double-click the name for the default.</source>
        <translation>双击名称可恢复默认值。</translation>
    </message>
    <message>
        <source>Each competitor races first at 13 rates from 1e-5 to 10, and takes its best</source>
        <translation>每个参赛者先用 1e-5 到 10 之间的 13 个学习率各跑一次，再取最好的</translation>
    </message>
    <message>
        <source>Easom</source>
        <translation>Easom</translation>
    </message>
    <message>
        <source>Ends below |g|</source>
        <translation>终止阈值 |g|</translation>
    </message>
    <message>
        <source>Ends where no coordinate of the gradient is larger</source>
        <translation>梯度各分量都不大于此值时结束</translation>
    </message>
    <message>
        <source>Epsilon ε</source>
        <translation>常数 ε</translation>
    </message>
    <message>
        <source>Evaluations</source>
        <translation>求值次数</translation>
    </message>
    <message>
        <source>Factor of a step after the slope turned</source>
        <translation>坡度变号后步长所乘的系数</translation>
    </message>
    <message>
        <source>Factor of a step while the slope keeps its sign</source>
        <translation>坡度不变号时步长所乘的系数</translation>
    </message>
    <message>
        <source>Factor η⁺</source>
        <translation>系数 η⁺</translation>
    </message>
    <message>
        <source>Factor η⁻</source>
        <translation>系数 η⁻</translation>
    </message>
    <message>
        <source>Fastest: {steps} steps, with {x_name} {x} and {y_name} {y}</source>
        <translation>最快：{steps} 步，此时{x_name}为 {x}，{y_name}为 {y}</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>File (.npy)</source>
        <translation>文件 (.npy)</translation>
    </message>
    <message>
        <source>From the &amp;start</source>
        <translation>从头播放(&amp;S)</translation>
    </message>
    <message>
        <source>Function f of every layer: h = f(W h)</source>
        <translation>每层的激活函数 f：h = f(W h)</translation>
    </message>
    <message>
        <source>GD</source>
        <translation>GD</translation>
    </message>
    <message>
        <source>GN with 1 group = LN</source>
        <translation>1 组的 GN = LN</translation>
    </message>
    <message>
        <source>GN with C groups = IN</source>
        <translation>C 组的 GN = IN</translation>
    </message>
    <message>
        <source>Gamma γ</source>
        <translation>缩放 γ</translation>
    </message>
    <message>
        <source>Goldstein-Price</source>
        <translation>Goldstein-Price</translation>
    </message>
    <message>
        <source>Grid points along each side</source>
        <translation>每条边上的网格点数</translation>
    </message>
    <message>
        <source>Griewank</source>
        <translation>Griewank</translation>
    </message>
    <message>
        <source>Group norm</source>
        <translation>组归一化</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>组数</translation>
    </message>
    <message>
        <source>Groups G</source>
        <translation>组数 G</translation>
    </message>
    <message>
        <source>Groups G of GN; they divide the channels</source>
        <translation>GN 的组数 G；须整除通道数</translation>
    </message>
    <message>
        <source>He (Kaiming) normal</source>
        <translation>He (Kaiming) 正态</translation>
    </message>
    <message>
        <source>He (Kaiming) uniform</source>
        <translation>He (Kaiming) 均匀</translation>
    </message>
    <message>
        <source>Height and width of each sample in pixels</source>
        <translation>每个样本的高和宽，以像素计</translation>
    </message>
    <message>
        <source>Highest</source>
        <translation>最高</translation>
    </message>
    <message>
        <source>Himmelblau</source>
        <translation>Himmelblau</translation>
    </message>
    <message>
        <source>How near the lowest loss has to be to have arrived</source>
        <translation>损失距最低值多近算到达</translation>
    </message>
    <message>
        <source>How the learning rate changes over the race&apos;s steps</source>
        <translation>学习率在比赛各步中如何变化</translation>
    </message>
    <message>
        <source>How the weights of side A are drawn</source>
        <translation>A 侧权重的初始化方法</translation>
    </message>
    <message>
        <source>How the weights of side B are drawn</source>
        <translation>B 侧权重的初始化方法</translation>
    </message>
    <message>
        <source>Init A</source>
        <translation>初始化 A</translation>
    </message>
    <message>
        <source>Init B</source>
        <translation>初始化 B</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Input: {shape}</source>
        <translation>输入：{shape}</translation>
    </message>
    <message>
        <source>Inputs that go through the net at once</source>
        <translation>一次通过网络的样本数</translation>
    </message>
    <message>
        <source>Instance norm</source>
        <translation>实例归一化</translation>
    </message>
    <message>
        <source>Its own learning rate; empty: the common one</source>
        <translation>单独的学习率；留空则用公共学习率</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>L-BFGS</source>
        <translation>L-BFGS</translation>
    </message>
    <message>
        <source>Larger te&amp;xt</source>
        <translation>放大文字(&amp;X)</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Layer norm</source>
        <translation>层归一化</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>Learning rate of {name}</source>
        <translation>{name} 的学习率</translation>
    </message>
    <message>
        <source>Learning rate η</source>
        <translation>学习率 η</translation>
    </message>
    <message>
        <source>Left end of the map</source>
        <translation>图的左端</translation>
    </message>
    <message>
        <source>Levy</source>
        <translation>Levy</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Longest gradient that passes; 0: none is clipped</source>
        <translation>允许的最大梯度范数；0 表示不裁剪</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Lower end of the map</source>
        <translation>图的下端</translation>
    </message>
    <message>
        <source>Lowest</source>
        <translation>最低</translation>
    </message>
    <message>
        <source>Matyas</source>
        <translation>Matyas</translation>
    </message>
    <message>
        <source>McCormick</source>
        <translation>McCormick</translation>
    </message>
    <message>
        <source>Means</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Minimum</source>
        <translation>极小点</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量法</translation>
    </message>
    <message>
        <source>Momentum μ</source>
        <translation>动量 μ</translation>
    </message>
    <message>
        <source>Monkey saddle</source>
        <translation>猴鞍面</translation>
    </message>
    <message>
        <source>NAdam</source>
        <translation>NAdam</translation>
    </message>
    <message>
        <source>Neither</source>
        <translation>两者皆非</translation>
    </message>
    <message>
        <source>Nesterov</source>
        <translation>Nesterov</translation>
    </message>
    <message>
        <source>Newton</source>
        <translation>牛顿法</translation>
    </message>
    <message>
        <source>No pair arrived within {steps} steps.</source>
        <translation>{steps} 步之内没有一组参数到达。</translation>
    </message>
    <message>
        <source>No update here: the path has ended, or the method has no rule of its own.</source>
        <translation>此处没有更新：路径已结束，或该方法没有自己的更新规则。</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Noise σ</source>
        <translation>噪声 σ</translation>
    </message>
    <message>
        <source>Norm [shared over]</source>
        <translation>归一化 [共用轴]</translation>
    </message>
    <message>
        <source>Normal N(0, 1)</source>
        <translation>正态 N(0, 1)</translation>
    </message>
    <message>
        <source>Normal N(0, σ²)</source>
        <translation>正态 N(0, σ²)</translation>
    </message>
    <message>
        <source>Normal σ</source>
        <translation>正态 σ</translation>
    </message>
    <message>
        <source>Normalization</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>Not finite</source>
        <translation>非有限值</translation>
    </message>
    <message>
        <source>Off torch.nn by</source>
        <translation>与 torch.nn 之差</translation>
    </message>
    <message>
        <source>Offset channels</source>
        <translation>通道带偏移</translation>
    </message>
    <message>
        <source>One step &amp;back</source>
        <translation>后退一步(&amp;B)</translation>
    </message>
    <message>
        <source>One step &amp;on</source>
        <translation>前进一步(&amp;O)</translation>
    </message>
    <message>
        <source>One step back</source>
        <translation>后退一步</translation>
    </message>
    <message>
        <source>One step on</source>
        <translation>前进一步</translation>
    </message>
    <message>
        <source>Open &amp;beside</source>
        <translation>并排打开(&amp;B)</translation>
    </message>
    <message>
        <source>Open beside</source>
        <translation>并排打开</translation>
    </message>
    <message>
        <source>Open tensor</source>
        <translation>打开张量</translation>
    </message>
    <message>
        <source>Optimization</source>
        <translation>优化</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Plateau</source>
        <translation>高原</translation>
    </message>
    <message>
        <source>Plateau: no slope, no speed</source>
        <translation>高原：没坡度就没速度</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放/暂停</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>量</translation>
    </message>
    <message>
        <source>RAdam</source>
        <translation>RAdam</translation>
    </message>
    <message>
        <source>RMSprop</source>
        <translation>RMSprop</translation>
    </message>
    <message>
        <source>Rastrigin</source>
        <translation>Rastrigin</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Rates</source>
        <translation>学习率图</translation>
    </message>
    <message>
        <source>Ravine</source>
        <translation>峡谷</translation>
    </message>
    <message>
        <source>Ravine: momentum helps</source>
        <translation>峡谷：动量有用</translation>
    </message>
    <message>
        <source>ReLU</source>
        <translation>ReLU</translation>
    </message>
    <message>
        <source>ReLU: Xavier decays, He keeps</source>
        <translation>ReLU：Xavier 衰减，He 保持</translation>
    </message>
    <message>
        <source>Red: theory&apos;s limit.</source>
        <translation>红线：理论极限。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>Reset &amp;panel</source>
        <translation>重置面板(&amp;P)</translation>
    </message>
    <message>
        <source>Reset panel</source>
        <translation>重置面板</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>Rho ρ</source>
        <translation>系数 ρ</translation>
    </message>
    <message>
        <source>Right end of the map</source>
        <translation>图的右端</translation>
    </message>
    <message>
        <source>Rosenbrock</source>
        <translation>Rosenbrock</translation>
    </message>
    <message>
        <source>Rprop</source>
        <translation>Rprop</translation>
    </message>
    <message>
        <source>Runs along each side of the map</source>
        <translation>图每边的运行次数</translation>
    </message>
    <message>
        <source>SGD</source>
        <translation>SGD</translation>
    </message>
    <message>
        <source>Saddle</source>
        <translation>鞍面</translation>
    </message>
    <message>
        <source>Saddle-free Newton</source>
        <translation>无鞍牛顿法</translation>
    </message>
    <message>
        <source>Saddle: GD leaves last</source>
        <translation>鞍点：GD 最后离开</translation>
    </message>
    <message>
        <source>Sample {sample}, channel {channel}</source>
        <translation>样本 {sample}，通道 {channel}</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本数</translation>
    </message>
    <message>
        <source>Samples N in the batch</source>
        <translation>批量中的样本数 N</translation>
    </message>
    <message>
        <source>Scale γ of every channel</source>
        <translation>每个通道的缩放 γ</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>学习率调度</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Seed of every random draw</source>
        <translation>所有随机抽样的种子</translation>
    </message>
    <message>
        <source>Share of starts</source>
        <translation>起点占比</translation>
    </message>
    <message>
        <source>Share of the mean gradient m kept from step to step</source>
        <translation>每一步保留的梯度均值 m 的比例</translation>
    </message>
    <message>
        <source>Share of the mean squared gradient v kept</source>
        <translation>每一步保留的梯度平方均值 v 的比例</translation>
    </message>
    <message>
        <source>Share of the running means kept from step to step</source>
        <translation>每一步保留的滑动均值比例</translation>
    </message>
    <message>
        <source>Share μ of the velocity kept from step to step</source>
        <translation>每一步保留的速度比例 μ</translation>
    </message>
    <message>
        <source>Shift β of every channel</source>
        <translation>每个通道的偏移 β</translation>
    </message>
    <message>
        <source>Show its rule and hyper-parameters</source>
        <translation>显示其更新规则和超参数</translation>
    </message>
    <message>
        <source>Signals</source>
        <translation>信号</translation>
    </message>
    <message>
        <source>Six-hump camel</source>
        <translation>六峰驼</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Something went wrong here.</source>
        <translation>这里出了问题。</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>数据来源</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Sphere</source>
        <translation>球函数</translation>
    </message>
    <message>
        <source>Standard deviation σ of the noise on each coordinate</source>
        <translation>各坐标上噪声的标准差 σ</translation>
    </message>
    <message>
        <source>Standard deviation σ of the plain normal initialization</source>
        <translation>普通正态初始化的标准差 σ</translation>
    </message>
    <message>
        <source>Start x</source>
        <translation>起点 x</translation>
    </message>
    <message>
        <source>Start y</source>
        <translation>起点 y</translation>
    </message>
    <message>
        <source>Starts along each side of the domain</source>
        <translation>区域每边的起点数</translation>
    </message>
    <message>
        <source>Stds</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Step size η of all runs</source>
        <translation>所有运行的步长 η</translation>
    </message>
    <message>
        <source>Step size η of every competitor that has none of its own</source>
        <translation>步长 η，用于没有单独设置学习率的优化器</translation>
    </message>
    <message>
        <source>Step size η that scales every update</source>
        <translation>缩放每次更新的步长 η</translation>
    </message>
    <message>
        <source>Step size η, unless the optimizer has one of its own</source>
        <translation>步长 η,除非优化器自有学习率</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Steps count</source>
        <translation>步数计为</translation>
    </message>
    <message>
        <source>Steps needed under each pair of two hyper-parameters</source>
        <translation>两个超参数的每种组合所需的步数</translation>
    </message>
    <message>
        <source>Steps to tolerance</source>
        <translation>达标步数</translation>
    </message>
    <message>
        <source>Steps, median</source>
        <translation>步数中位数</translation>
    </message>
    <message>
        <source>Styblinski-Tang</source>
        <translation>Styblinski-Tang</translation>
    </message>
    <message>
        <source>Surface</source>
        <translation>曲面</translation>
    </message>
    <message>
        <source>The GPU failed, so the CPU did the work: {reason}</source>
        <translation>GPU 出错，已改由 CPU 计算：{reason}</translation>
    </message>
    <message>
        <source>The batch: crops of photos, digits, noise, or a file</source>
        <translation>批量取自：照片裁块、手写数字、噪声或文件</translation>
    </message>
    <message>
        <source>The function that is drawn</source>
        <translation>要绘制的函数</translation>
    </message>
    <message>
        <source>The function that is minimized</source>
        <translation>要最小化的函数</translation>
    </message>
    <message>
        <source>The least curvature that a step is divided by</source>
        <translation>步长所除曲率的下限</translation>
    </message>
    <message>
        <source>The picture is on the clipboard.</source>
        <translation>图片已复制到剪贴板。</translation>
    </message>
    <message>
        <source>The report says what. You can go on; nothing was lost.</source>
        <translation>详情见报告。您可以继续使用，没有内容丢失。</translation>
    </message>
    <message>
        <source>This could not be computed. {reason}</source>
        <translation>无法完成计算。{reason}</translation>
    </message>
    <message>
        <source>This step</source>
        <translation>这一步</translation>
    </message>
    <message>
        <source>Three-hump camel</source>
        <translation>三峰驼</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>跳到结尾</translation>
    </message>
    <message>
        <source>To the start</source>
        <translation>跳到开头</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>容差</translation>
    </message>
    <message>
        <source>Tune the rates</source>
        <translation>调优学习率</translation>
    </message>
    <message>
        <source>Tuned: each competitor raced at {count} rates from {lowest} to {highest}, and this is its best.</source>
        <translation>已调优：每个参赛者都试过 {lowest} 到 {highest} 之间的 {count} 个学习率，这是其中最好的一次。</translation>
    </message>
    <message>
        <source>Two wells</source>
        <translation>两个谷</translation>
    </message>
    <message>
        <source>Units of every layer</source>
        <translation>每层的单元数</translation>
    </message>
    <message>
        <source>Updates from each start</source>
        <translation>每个起点的更新次数</translation>
    </message>
    <message>
        <source>Updates of each run</source>
        <translation>每次运行的更新次数</translation>
    </message>
    <message>
        <source>Updates that each competitor makes</source>
        <translation>每个优化器的更新次数</translation>
    </message>
    <message>
        <source>Upper end of the map</source>
        <translation>图的上端</translation>
    </message>
    <message>
        <source>Upwards</source>
        <translation>纵轴</translation>
    </message>
    <message>
        <source>Upwards, from</source>
        <translation>纵轴起点</translation>
    </message>
    <message>
        <source>Upwards, to</source>
        <translation>纵轴终点</translation>
    </message>
    <message>
        <source>Weight decay λ</source>
        <translation>权重衰减 λ</translation>
    </message>
    <message>
        <source>Weight decay: λp is added to the gradient</source>
        <translation>权重衰减：梯度加上 λp</translation>
    </message>
    <message>
        <source>What goes in: N(0,1), or digits of mean 0 and std 1</source>
        <translation>网络的输入：N(0,1)，或均值为 0、标准差为 1 的手写数字</translation>
    </message>
    <message>
        <source>What grows to the right</source>
        <translation>向右增大的量</translation>
    </message>
    <message>
        <source>What grows upwards</source>
        <translation>向上增大的量</translation>
    </message>
    <message>
        <source>What the number of steps counts: updates, or evaluations of the gradient</source>
        <translation>步数计更新次数，还是计梯度求值次数</translation>
    </message>
    <message>
        <source>Where all runs start, x; the surface&apos;s own start by default</source>
        <translation>所有运行的起点 x；默认为曲面自带的起点</translation>
    </message>
    <message>
        <source>Where all runs start, y; the surface&apos;s own start by default</source>
        <translation>所有运行的起点 y；默认为曲面自带的起点</translation>
    </message>
    <message>
        <source>Where all start, x; the surface&apos;s own start by default</source>
        <translation>共同起点的 x 坐标；默认为曲面自带的起点</translation>
    </message>
    <message>
        <source>Where all start, y; the surface&apos;s own start by default</source>
        <translation>共同起点的 y 坐标；默认为曲面自带的起点</translation>
    </message>
    <message>
        <source>Where experiments are computed</source>
        <translation>实验在哪个设备上计算</translation>
    </message>
    <message>
        <source>Where it is</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Where they are</source>
        <translation>当前位置</translation>
    </message>
    <message>
        <source>Which minimum each start leads to</source>
        <translation>每个起点通向哪个极小点</translation>
    </message>
    <message>
        <source>Which numbers share a mean?</source>
        <translation>哪些数共用一个均值？</translation>
    </message>
    <message>
        <source>Which optimizer gets down, and why?</source>
        <translation>哪个优化器能走到谷底？为什么？</translation>
    </message>
    <message>
        <source>Who descends</source>
        <translation>由谁下降</translation>
    </message>
    <message>
        <source>Who descends, with its own hyper-parameters: adam:beta1=0.5</source>
        <translation>由谁下降，可带自己的超参数：adam:beta1=0.5</translation>
    </message>
    <message>
        <source>Who races, each with its own hyper-parameters: adam,adam:beta1=0.5</source>
        <translation>参赛的优化器，各带自己的超参数：adam,adam:beta1=0.5</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Xavier normal</source>
        <translation>Xavier 正态</translation>
    </message>
    <message>
        <source>Xavier uniform</source>
        <translation>Xavier 均匀</translation>
    </message>
    <message>
        <source>Your own formula</source>
        <translation>自定义公式</translation>
    </message>
    <message>
        <source>Zakharov</source>
        <translation>Zakharov</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>全零</translation>
    </message>
    <message>
        <source>a part of the formula is no real number, like 1/0 or sqrt(-1)</source>
        <translation>公式中有一部分不是实数，例如 1/0 或 sqrt(-1)</translation>
    </message>
    <message>
        <source>a tensor of {given} leaves one value a channel, which has no variance; accepted: {accepted}</source>
        <translation>形状为 {given} 的张量每个通道只有一个值，没有方差；应为：{accepted}</translation>
    </message>
    <message>
        <source>an array of shape {given} does not fit; accepted: {accepted}</source>
        <translation>形状为 {given} 的数组不符合要求；应为：{accepted}</translation>
    </message>
    <message>
        <source>broken: values overflow to infinity or NaN</source>
        <translation>失效：数值溢出为无穷大或 NaN</translation>
    </message>
    <message>
        <source>channel</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>computed on {device}</source>
        <translation>计算设备：{device}</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>死亡</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>已发散</translation>
    </message>
    <message>
        <source>diverged at step {step}</source>
        <translation>第 {step} 步发散</translation>
    </message>
    <message>
        <source>drop a file here</source>
        <translation>将文件拖到此处</translation>
    </message>
    <message>
        <source>dying: at layer {depth}, {dead} of the units are zero for every sample</source>
        <translation>死亡：第 {depth} 层有 {dead} 的单元对所有样本都输出零</translation>
    </message>
    <message>
        <source>evaluations</source>
        <translation>求值次数</translation>
    </message>
    <message>
        <source>exploding: the last layer&apos;s std is {forward} times the first&apos;s, and the gradient reaching layer 1 is {backward} of layer {depth}&apos;s</source>
        <translation>爆炸：最后一层的标准差是第 1 层的 {forward} 倍，传回第 1 层的梯度是第 {depth} 层的 {backward} 倍</translation>
    </message>
    <message>
        <source>f(x, y) =</source>
        <translation>f(x, y) =</translation>
    </message>
    <message>
        <source>g with noise, clip, decay</source>
        <translation>加噪、裁剪、衰减后的 g</translation>
    </message>
    <message>
        <source>gradient g</source>
        <translation>梯度 g</translation>
    </message>
    <message>
        <source>healthy: layer {depth}&apos;s std is {forward} of layer 1&apos;s, the gradient reaching layer 1 is {backward} of layer {depth}&apos;s</source>
        <translation>健康：第 {depth} 层的标准差是第 1 层的 {forward} 倍，传回第 1 层的梯度是第 {depth} 层的 {backward} 倍</translation>
    </message>
    <message>
        <source>identity</source>
        <translation>恒等</translation>
    </message>
    <message>
        <source>its std</source>
        <translation>组标准差</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>left the domain</source>
        <translation>离开区域</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>loss above the minimum</source>
        <translation>损失与最小值之差</translation>
    </message>
    <message>
        <source>maximum</source>
        <translation>极大值点</translation>
    </message>
    <message>
        <source>mean of a group</source>
        <translation>组均值</translation>
    </message>
    <message>
        <source>minimum</source>
        <translation>极小值点</translation>
    </message>
    <message>
        <source>moving</source>
        <translation>移动中</translation>
    </message>
    <message>
        <source>next p</source>
        <translation>下一个 p</translation>
    </message>
    <message>
        <source>no file is chosen; accepted: {accepted}</source>
        <translation>尚未选择文件；应为：{accepted}</translation>
    </message>
    <message>
        <source>not a formula from position {position} on</source>
        <translation>从第 {position} 个字符起不是公式</translation>
    </message>
    <message>
        <source>of x</source>
        <translation>x 分量</translation>
    </message>
    <message>
        <source>of y</source>
        <translation>y 分量</translation>
    </message>
    <message>
        <source>outside the drawn domain</source>
        <translation>在绘图区域之外</translation>
    </message>
    <message>
        <source>outside {shares}</source>
        <translation>界外 {shares}</translation>
    </message>
    <message>
        <source>position p</source>
        <translation>位置 p</translation>
    </message>
    <message>
        <source>rate η now</source>
        <translation>当前学习率 η</translation>
    </message>
    <message>
        <source>saddle</source>
        <translation>鞍点</translation>
    </message>
    <message>
        <source>sample</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>saturated</source>
        <translation>饱和</translation>
    </message>
    <message>
        <source>saturated: at layer {depth}, {saturated} of the values lie on the flats</source>
        <translation>饱和：第 {depth} 层有 {saturated} 的值落在激活函数的平坦段</translation>
    </message>
    <message>
        <source>sigmoid</source>
        <translation>sigmoid</translation>
    </message>
    <message>
        <source>std</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>std after the activation</source>
        <translation>激活后的标准差</translation>
    </message>
    <message>
        <source>std of dL/dh</source>
        <translation>dL/dh 标准差</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>still moving</source>
        <translation>仍在移动</translation>
    </message>
    <message>
        <source>still on the way</source>
        <translation>仍在途中</translation>
    </message>
    <message>
        <source>tanh</source>
        <translation>tanh</translation>
    </message>
    <message>
        <source>the exponent {part} at position {position} is too large</source>
        <translation>第 {position} 个字符处的指数 {part} 太大</translation>
    </message>
    <message>
        <source>the formula is empty</source>
        <translation>公式为空</translation>
    </message>
    <message>
        <source>the formula is too long</source>
        <translation>公式太长</translation>
    </message>
    <message>
        <source>the formula is too long or too deeply nested, from position {position} on</source>
        <translation>公式从第 {position} 个字符起过长或嵌套过深</translation>
    </message>
    <message>
        <source>the surface is not finite at the start {given}</source>
        <translation>曲面在起点 {given} 处不是有限值</translation>
    </message>
    <message>
        <source>there is no such parameter; there are {accepted}</source>
        <translation>没有这个参数；现有参数：{accepted}</translation>
    </message>
    <message>
        <source>torch&apos;s default</source>
        <translation>torch 默认</translation>
    </message>
    <message>
        <source>torch&apos;s default is not He</source>
        <translation>torch 默认不是 He</translation>
    </message>
    <message>
        <source>undecided: an eigenvalue is 0</source>
        <translation>无法判定：有特征值为 0</translation>
    </message>
    <message>
        <source>update Δp</source>
        <translation>更新量 Δp</translation>
    </message>
    <message>
        <source>updates</source>
        <translation>更新次数</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>value after the activation</source>
        <translation>激活后的值</translation>
    </message>
    <message>
        <source>values of type {given} are not real numbers; accepted: {accepted}</source>
        <translation>{given} 类型的值不是实数；应为：{accepted}</translation>
    </message>
    <message>
        <source>vanishing: layer {depth}&apos;s std is {last_std}, {forward} of layer 1&apos;s; the gradient reaching layer 1 is {backward} of layer {depth}&apos;s</source>
        <translation>消失：第 {depth} 层的标准差为 {last_std}，是第 1 层的 {forward} 倍；传回第 1 层的梯度是第 {depth} 层的 {backward} 倍</translation>
    </message>
    <message>
        <source>warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>{arrived} arrive, the fastest in {steps} steps; {diverged} diverge (hatched)</source>
        <translation>{arrived} 到达，最快 {steps} 步；{diverged} 发散（斜线区）</translation>
    </message>
    <message>
        <source>{count} values of the input are NaN or infinite.</source>
        <translation>输入中有 {count} 个值为 NaN 或无穷大。</translation>
    </message>
    <message>
        <source>{given} chosen are too few; accepted: {accepted}</source>
        <translation>只选了 {given} 个，太少；应为：{accepted}</translation>
    </message>
    <message>
        <source>{given} chosen are too many; accepted: {accepted}</source>
        <translation>选了 {given} 个，太多；应为：{accepted}</translation>
    </message>
    <message>
        <source>{given} is more than memory is given for; accepted: {accepted}</source>
        <translation>{given} 超出了内存限额；应为：{accepted}</translation>
    </message>
    <message>
        <source>{given} is not a list; accepted: {accepted} entries</source>
        <translation>{given} 不是列表；应为：{accepted} 项</translation>
    </message>
    <message>
        <source>{given} is not a whole number; accepted: {accepted}</source>
        <translation>{given} 不是整数；应为：{accepted}</translation>
    </message>
    <message>
        <source>{given} is not on this machine; accepted: {accepted}</source>
        <translation>本机没有 {given}；应为：{accepted}</translation>
    </message>
    <message>
        <source>{given} is out of range; accepted: {accepted}</source>
        <translation>{given} 超出范围；应为：{accepted}</translation>
    </message>
    <message>
        <source>{name}, from step {step} to {next}</source>
        <translation>{name}，从第 {step} 步到第 {next} 步</translation>
    </message>
    <message>
        <source>{name}: {sentence}</source>
        <translation>{name}：{sentence}</translation>
    </message>
    <message>
        <source>{norm} is a hole: each map is a single value, which has no variance; maps of 2 or more pixels have one.</source>
        <translation>{norm}留空：每个特征图只有一个值，没有方差；至少 2 个像素的特征图才有方差。</translation>
    </message>
    <message>
        <source>{part} at position {position} is not part of a formula</source>
        <translation>第 {position} 个字符处的 {part} 不能用在公式中</translation>
    </message>
    <message>
        <source>{path} is not opened here; accepted: a .npy tensor</source>
        <translation>此处不能打开 {path}；应为：.npy 张量</translation>
    </message>
    <message>
        <source>|gradient|</source>
        <translation>|梯度|</translation>
    </message>
    <message>
        <source>ε, added to the variance under the root</source>
        <translation>ε，加在根号内的方差上</translation>
    </message>
    <message>
        <source>“{given}” does not exist; accepted: a path that does</source>
        <translation>“{given}”不存在；应为：存在的路径</translation>
    </message>
    <message>
        <source>“{given}” holds Python objects, which are not opened; accepted: {accepted}</source>
        <translation>“{given}”含有 Python 对象，出于安全不予读取；应为：{accepted}</translation>
    </message>
    <message>
        <source>“{given}” is broken or of another format; accepted: {accepted}</source>
        <translation>“{given}”已损坏或格式不符；应为：{accepted}</translation>
    </message>
    <message>
        <source>“{given}” is finite nowhere in {accepted}</source>
        <translation>“{given}”在 {accepted} 内处处不是有限值</translation>
    </message>
    <message>
        <source>“{given}” is neither on nor off; accepted: {accepted}</source>
        <translation>“{given}”既不是开也不是关；应为：{accepted}</translation>
    </message>
    <message>
        <source>“{given}” is not a number; accepted: {accepted}</source>
        <translation>“{given}”不是数字；应为：{accepted}</translation>
    </message>
    <message>
        <source>“{given}” is not one of the choices; accepted: {accepted}</source>
        <translation>“{given}”不在可选项之中；应为：{accepted}</translation>
    </message>
    <message>
        <source>“{given}” is the same everywhere; accepted: a formula with {accepted}</source>
        <translation>“{given}”处处相同；应为含 {accepted} 的公式</translation>
    </message>
    <message>
        <source>“{given}”: {detail}; accepted: {accepted}</source>
        <translation>“{given}”：{detail}；应为：{accepted}</translation>
    </message>
    <message>
        <source>“{part}” at position {position} is neither x, y nor a known function</source>
        <translation>第 {position} 个字符处的“{part}”既不是 x 或 y，也不是已知函数</translation>
    </message>
</context>
</TS>
