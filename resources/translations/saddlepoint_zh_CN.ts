<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>saddlepoint</name>
    <message>
        <source> and </source>
        <translation>和</translation>
    </message>
    <message>
        <source>&amp;About Saddlepoint</source>
        <translation>关于 Saddlepoint(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;As</source>
        <translation>格式(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>选择(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Data of</source>
        <translation>数据来自(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Explanation</source>
        <translation>讲解(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Fold or open controls</source>
        <translation>收起或展开控件(&amp;F)</translation>
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
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Length</source>
        <translation>时长(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
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
        <source>&amp;Save session</source>
        <translation>保存会话(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>大小(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Tour</source>
        <translation>导览(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Usual text</source>
        <translation>常规字号(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;What</source>
        <translation>内容(&amp;W)</translation>
    </message>
    <message>
        <source>({x}, {y}): class {k}, {share}</source>
        <translation>({x}, {y})：类别 {k}，{share}</translation>
    </message>
    <message>
        <source>({x}, {y}): no finite score</source>
        <translation>({x}, {y})：没有有限的得分</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>, or </source>
        <translation>或</translation>
    </message>
    <message>
        <source>-η times what it remembers</source>
        <translation>-η 乘以它记住的方向</translation>
    </message>
    <message>
        <source>-ηg: what plain GD would do</source>
        <translation>-ηg：普通 GD 会走的一步</translation>
    </message>
    <message>
        <source>0.01 vanishes, 1 saturates, Xavier lives</source>
        <translation>0.01 消失，1 饱和，Xavier 存活</translation>
    </message>
    <message>
        <source>1 or not, 10/90</source>
        <translation>是否为 1，10/90</translation>
    </message>
    <message>
        <source>1-D</source>
        <translation>一维</translation>
    </message>
    <message>
        <source>1/t</source>
        <translation>1/t</translation>
    </message>
    <message>
        <source>1/{count}</source>
        <translation>1/{count}</translation>
    </message>
    <message>
        <source>1/√fan_in (“Xavier”)</source>
        <translation>1/√fan_in（“Xavier”）</translation>
    </message>
    <message>
        <source>2/η is the line of full-batch descent: by batches of {batch} the noise of the gradient keeps λ1 at or below it, the lower the smaller they are.</source>
        <translation>2/η 是全批量下降的线：用大小为 {batch} 的批量时，梯度的噪声使 λ1 停在线上或线下，批量越小就越低。</translation>
    </message>
    <message>
        <source>3 for colors, 1 for gray</source>
        <translation>彩色为 3，灰度为 1</translation>
    </message>
    <message>
        <source>3 x 3 convolutions</source>
        <translation>3 x 3 卷积</translation>
    </message>
    <message>
        <source>3-D</source>
        <translation>三维</translation>
    </message>
    <message>
        <source>5 % of the line&apos;s</source>
        <translation>直线的 5 %</translation>
    </message>
    <message>
        <source>A bend leads around it</source>
        <translation>弯曲的路绕过它</translation>
    </message>
    <message>
        <source>A bottleneck: ResNet-50 costs little more than 34</source>
        <translation>瓶颈结构：ResNet-50 只比 34 略贵</translation>
    </message>
    <message>
        <source>A chessboard: {even} at even shifts, {odd} at odd ones. Behind a step of 2 pixels maps move along by even shifts (layer 2: off by {whole}), not by odd ones ({half}).</source>
        <translation>棋盘：偶数平移 {even}，奇数平移 {odd}。隔 2 个像素取一次之后，特征图只随偶数平移移动（第 2 层：相差 {whole}），不随奇数平移移动（{half}）。</translation>
    </message>
    <message>
        <source>A cloud of two columns, the digits, or rows of a file</source>
        <translation>两列的点云、手写数字，或文件中的行</translation>
    </message>
    <message>
        <source>A constant answer reaches {floor}: only below that is something learned.</source>
        <translation>常数答案就能达到 {floor}：低于它才算学到了东西。</translation>
    </message>
    <message>
        <source>A deep net in training on labeled pictures</source>
        <translation>在带标签的图片上训练的深层网络</translation>
    </message>
    <message>
        <source>A dense batch: a mean for each feature</source>
        <translation>全连接的批量：每个特征一个均值</translation>
    </message>
    <message>
        <source>A dense layer&apos;s axes on maps</source>
        <translation>把全连接层的轴用在特征图上</translation>
    </message>
    <message>
        <source>A file name is missing.</source>
        <translation>缺少文件名。</translation>
    </message>
    <message>
        <source>A formula in x and y</source>
        <translation>含 x 和 y 的公式</translation>
    </message>
    <message>
        <source>A healthy run: updates in their band</source>
        <translation>健康的训练：更新在带内</translation>
    </message>
    <message>
        <source>A hundred examples: it does not</source>
        <translation>一百个样本：复用不划算</translation>
    </message>
    <message>
        <source>A laboratory to see why training a neural network works or does not.</source>
        <translation>一间实验室，用来看清神经网络的训练为何成功、为何失败。</translation>
    </message>
    <message>
        <source>A learning rate and a weight decay, searched in several ways</source>
        <translation>用几种方式搜索学习率与权重衰减</translation>
    </message>
    <message>
        <source>A line cannot part the circles</source>
        <translation>一条直线分不开两个圆</translation>
    </message>
    <message>
        <source>A net is trained by each</source>
        <translation>每种损失各训练一个网络</translation>
    </message>
    <message>
        <source>A net learns while its sharpest curvature comes to the edge of stability</source>
        <translation>网络学习时，最大的曲率到达稳定性边缘</translation>
    </message>
    <message>
        <source>A net that learns wrong labels by heart</source>
        <translation>网络把错误的标签死记下来</translation>
    </message>
    <message>
        <source>A norm behind each convolution; without one, a bias</source>
        <translation>每个卷积之后有一个归一化；没有时则带偏置</translation>
    </message>
    <message>
        <source>A norm&apos;s output when the weights are scaled</source>
        <translation>权重被缩放时归一化的输出</translation>
    </message>
    <message>
        <source>A path on its own plane</source>
        <translation>路径在它自己的平面上</translation>
    </message>
    <message>
        <source>A perceptron learns AND</source>
        <translation>感知机学会 AND</translation>
    </message>
    <message>
        <source>A perceptron never learns XOR</source>
        <translation>感知机永远学不会 XOR</translation>
    </message>
    <message>
        <source>A perceptron, a net from many starts, and ten sigmoid layers</source>
        <translation>感知机、从许多起点出发的网络，以及十层 sigmoid</translation>
    </message>
    <message>
        <source>A picture, or a folder of pictures</source>
        <translation>一张图片，或一个图片文件夹</translation>
    </message>
    <message>
        <source>A pretrained trunk on a new task, from few examples</source>
        <translation>用少量样本让预训练的主干学习新任务</translation>
    </message>
    <message>
        <source>A question, and ways to see its answer</source>
        <translation>一个问题，以及看到答案的途径</translation>
    </message>
    <message>
        <source>A race of optimizers down a surface</source>
        <translation>优化器沿曲面下降的竞赛</translation>
    </message>
    <message>
        <source>A random direction sees the trace over the number of weights: {share}.</source>
        <translation>随机方向看到的是迹除以权重个数：{share}。</translation>
    </message>
    <message>
        <source>A random plane sees a thousandth</source>
        <translation>随机平面只看到千分之一</translation>
    </message>
    <message>
        <source>A random search ends lower than a grid in {share} of the searches.</source>
        <translation>在 {share} 的搜索中，随机搜索的结果低于网格搜索。</translation>
    </message>
    <message>
        <source>A random trunk is no trunk</source>
        <translation>随机的主干不算主干</translation>
    </message>
    <message>
        <source>A rare feature: Adagrad is there first</source>
        <translation>稀有特征：Adagrad 先到</translation>
    </message>
    <message>
        <source>A rate too small finds no way</source>
        <translation>学习率太小，找不到路</translation>
    </message>
    <message>
        <source>A ridge removes the peak</source>
        <translation>岭惩罚消除尖峰</translation>
    </message>
    <message>
        <source>A row of values for each sample; rows are divided by semicolons</source>
        <translation>每个样本一行数值，行与行之间用分号隔开</translation>
    </message>
    <message>
        <source>A run is trained, measured, and read by rules that say what ails it</source>
        <translation>训练一次并加以测量，由规则读出它有什么毛病</translation>
    </message>
    <message>
        <source>A seeded random 3x3 convolution first, as inside a net</source>
        <translation>先做一次由种子决定的随机 3x3 卷积，如同在网络内部</translation>
    </message>
    <message>
        <source>A signal&apos;s way through a deep net, under two initializations</source>
        <translation>两种初始化下，信号在深层网络中的传播</translation>
    </message>
    <message>
        <source>A small convolutional net trained with each norm</source>
        <translation>分别用每种归一化训练的小型卷积网络</translation>
    </message>
    <message>
        <source>A small net that tells points of the plane apart</source>
        <translation>区分平面上各点的小网络</translation>
    </message>
    <message>
        <source>A step of η = {rate} is too long: the tangent promises f = {predicted}, but f goes from {value} to {real}.</source>
        <translation>步长 η = {rate} 过大：切线预示 f = {predicted}，但 f 从 {value} 变为 {real}。</translation>
    </message>
    <message>
        <source>A step of η = {rate}: the tangent promises f = {predicted}, and f falls from {value} to {real}.</source>
        <translation>步长 η = {rate}：切线预示 f = {predicted}，f 从 {value} 降到 {real}。</translation>
    </message>
    <message>
        <source>A step of η = {rate}: the tangent promises f = {predicted}, but f stays at {value}.</source>
        <translation>步长 η = {rate}：切线预示 f = {predicted}，但 f 停在 {value}。</translation>
    </message>
    <message>
        <source>A surface&apos;s heights and contour lines</source>
        <translation>曲面的高度与等高线</translation>
    </message>
    <message>
        <source>A view in three dimensions is pixels, and neither SVG nor PDF.</source>
        <translation>三维视图由像素构成，不能存为 SVG 或 PDF。</translation>
    </message>
    <message>
        <source>A wall between two nets</source>
        <translation>两个网络之间的墙</translation>
    </message>
    <message>
        <source>A weight decay answers it</source>
        <translation>权重衰减可以应对</translation>
    </message>
    <message>
        <source>A, x</source>
        <translation>A，x</translation>
    </message>
    <message>
        <source>A, y</source>
        <translation>A，y</translation>
    </message>
    <message>
        <source>AMSGrad</source>
        <translation>AMSGrad</translation>
    </message>
    <message>
        <source>About Saddlepoint</source>
        <translation>关于 Saddlepoint</translation>
    </message>
    <message>
        <source>Above, maps of the moved digit; below, moved maps of the digit.</source>
        <translation>上排：移动后数字的特征图；下排：数字的特征图移动之后。</translation>
    </message>
    <message>
        <source>Accuracy at {depth}</source>
        <translation>深度 {depth} 的准确率</translation>
    </message>
    <message>
        <source>Accuracy by shift</source>
        <translation>各种平移下的准确率</translation>
    </message>
    <message>
        <source>Accuracy in %</source>
        <translation>准确率（%）</translation>
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
        <source>Activation functions: curves, flats, cost; the zig-zag and the symmetry</source>
        <translation>激活函数：曲线、平坦区、耗时；之字形与对称性</translation>
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
        <source>Adam&apos;s step size η</source>
        <translation>Adam 的步长 η</translation>
    </message>
    <message>
        <source>Adam, on its own scale</source>
        <translation>Adam：在它自己的尺度上</translation>
    </message>
    <message>
        <source>Adam, step by step</source>
        <translation>Adam，一步一步看</translation>
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
        <source>Add each layer&apos;s input to its output, where they are as wide</source>
        <translation>把每层的输入加到其输出上（两者等宽时）</translation>
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
        <source>After {count} presentations</source>
        <translation>呈现 {count} 次之后</translation>
    </message>
    <message>
        <source>After {count} presentations {wrong} of the four corners are wrong: no line parts {gate}, and none of {orders} orders finds one.</source>
        <translation>呈现 {count} 次之后，四个角中仍有 {wrong} 个判错：没有一条直线能分开 {gate}，{orders} 种次序都找不到。</translation>
    </message>
    <message>
        <source>After {steps} steps at rate {rate} the curve still rises by {curve}, {share} of that: no way around yet.</source>
        <translation>以学习率 {rate} 训练 {steps} 步后，曲线仍升高 {curve}，为直线的 {share}：还没有绕过去。</translation>
    </message>
    <message>
        <source>After {steps} steps hardly any has arrived: more steps, or a larger rate, would show where they lead.</source>
        <translation>走 {steps} 步后几乎没有一个到达：增加步数或增大学习率，才能看出各起点通向何处。</translation>
    </message>
    <message>
        <source>After {steps} steps ten sigmoid layers are at {stuck}, where guessing is at {guess}; pretrained layer by layer they reach {pretrained}.</source>
        <translation>{steps} 步之后，十层 sigmoid 的损失为 {stuck}，而猜测为 {guess}；逐层预训练后达到 {pretrained}。</translation>
    </message>
    <message>
        <source>After {step} steps {found}.</source>
        <translation>{step} 步之后：{found}。</translation>
    </message>
    <message>
        <source>Against depth</source>
        <translation>随深度</translation>
    </message>
    <message>
        <source>Against the pinned {name}: parameters {parameters}, MACs {macs}, depth {depth}, receptive field {field} px.</source>
        <translation>与固定的 {name} 相比：参数 {parameters}，MAC {macs}，深度 {depth}，感受野 {field} 像素。</translation>
    </message>
    <message>
        <source>Against torch.nn</source>
        <translation>与 torch.nn 对照</translation>
    </message>
    <message>
        <source>Against {other}: parameters {parameters}, MACs {macs}.</source>
        <translation>与 {other} 相比：参数 {parameters}，MAC {macs}。</translation>
    </message>
    <message>
        <source>AlexNet: eight layers, 61 million weights</source>
        <translation>AlexNet：八层，六千一百万个权重</translation>
    </message>
    <message>
        <source>All arrays of the run, NPZ</source>
        <translation>本次运行的全部数组，NPZ</translation>
    </message>
    <message>
        <source>All five lights green</source>
        <translation>五盏灯全绿</translation>
    </message>
    <message>
        <source>All known nets</source>
        <translation>所有已知网络</translation>
    </message>
    <message>
        <source>All known nets, parameters against MACs</source>
        <translation>所有已知网络，参数对 MAC</translation>
    </message>
    <message>
        <source>All lessons</source>
        <translation>全部讲解</translation>
    </message>
    <message>
        <source>All paths and curves were computed anew, while you moved.</source>
        <translation>就在您拖动时，所有路径和曲线都重新计算了。</translation>
    </message>
    <message>
        <source>All shifts</source>
        <translation>全部平移</translation>
    </message>
    <message>
        <source>All-positive inputs zig-zag</source>
        <translation>全正输入走之字形</translation>
    </message>
    <message>
        <source>Along the step</source>
        <translation>沿这一步</translation>
    </message>
    <message>
        <source>Alpha α</source>
        <translation>系数 α</translation>
    </message>
    <message>
        <source>Anatomy</source>
        <translation>解剖</translation>
    </message>
    <message>
        <source>And why is that so?</source>
        <translation>那么为什么会这样？</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>角度</translation>
    </message>
    <message>
        <source>Animation in all colors, WebP</source>
        <translation>全彩动画，WebP</translation>
    </message>
    <message>
        <source>Animation, GIF</source>
        <translation>动画，GIF</translation>
    </message>
    <message>
        <source>Another seed</source>
        <translation>换一个种子</translation>
    </message>
    <message>
        <source>Apart by</source>
        <translation>相差</translation>
    </message>
    <message>
        <source>Array</source>
        <translation>数组</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>到达</translation>
    </message>
    <message>
        <source>Arrived at</source>
        <translation>到达于</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>方向键</translation>
    </message>
    <message>
        <source>As long as</source>
        <translation>与何等长</translation>
    </message>
    <message>
        <source>At 0.05 it rises to 40</source>
        <translation>0.05 时升到 40</translation>
    </message>
    <message>
        <source>At depth {depth} plain ends at a training loss of {plain}, {ends}.</source>
        <translation>深度 {depth} 时，普通网络的训练损失最终为 {plain}，{ends}。</translation>
    </message>
    <message>
        <source>At depth {depth} plain ends at a training loss of {plain}, {ends}: {times} times less.</source>
        <translation>深度 {depth} 时，普通网络的训练损失最终为 {plain}，{ends}：小到 {times} 分之一。</translation>
    </message>
    <message>
        <source>At every node the three gradients agree within {worst}.</source>
        <translation>在每个节点上，三种方式求得的梯度相差不超过 {worst}。</translation>
    </message>
    <message>
        <source>At its kink, z = 0, the slope is taken as {slope}, as torch does.</source>
        <translation>在折点 z = 0 处，斜率取 {slope}，与 torch 相同。</translation>
    </message>
    <message>
        <source>At most so many bins in a histogram: their width is a power of two</source>
        <translation>直方图最多有这么多区间：区间宽度是 2 的幂</translation>
    </message>
    <message>
        <source>At step {step} the rate becomes {rate}: the loss leaps from {before} to {highest} and is {later} {steps} steps on; λ1 goes from {sharp} to {flat}.</source>
        <translation>第 {step} 步学习率变为 {rate}：损失从 {before} 跃升到 {highest}，{steps} 步之后是 {later}；λ1 从 {sharp} 变为 {flat}。</translation>
    </message>
    <message>
        <source>At the top stands what the panel answers. The buttons beside it are presets: each sets everything so that one claim can be seen.</source>
        <translation>顶部写着面板回答的问题。旁边的按钮是预设：每个预设都把一切设置好，让人看到一个论断。</translation>
    </message>
    <message>
        <source>At z</source>
        <translation>z 处</translation>
    </message>
    <message>
        <source>At {place} the Hessian is {definiteness}.</source>
        <translation>在 {place} 处，Hessian 矩阵{definiteness}。</translation>
    </message>
    <message>
        <source>Autograd</source>
        <translation>自动求导</translation>
    </message>
    <message>
        <source>Axes</source>
        <translation>轴</translation>
    </message>
    <message>
        <source>Axis</source>
        <translation>坐标轴</translation>
    </message>
    <message>
        <source>Axis of λ</source>
        <translation>λ 轴</translation>
    </message>
    <message>
        <source>B, x</source>
        <translation>B，x</translation>
    </message>
    <message>
        <source>B, y</source>
        <translation>B，y</translation>
    </message>
    <message>
        <source>BFGS</source>
        <translation>BFGS</translation>
    </message>
    <message>
        <source>BN</source>
        <translation>BN</translation>
    </message>
    <message>
        <source>BN of a frozen trunk</source>
        <translation>冻结主干的 BN</translation>
    </message>
    <message>
        <source>BN(aWx) = BN(Wx)</source>
        <translation>BN(aWx) = BN(Wx)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Backward</source>
        <translation>反向传播</translation>
    </message>
    <message>
        <source>Backward: gradient of {node} · closed form: {closed} · autograd: {autograd}</source>
        <translation>反向传播：{node} 的梯度 · 闭式：{closed} · 自动求导：{autograd}</translation>
    </message>
    <message>
        <source>Barrier</source>
        <translation>势垒</translation>
    </message>
    <message>
        <source>Basins</source>
        <translation>吸引域</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批量</translation>
    </message>
    <message>
        <source>Batch N</source>
        <translation>批量大小 N</translation>
    </message>
    <message>
        <source>Batch b</source>
        <translation>批量 b</translation>
    </message>
    <message>
        <source>Batch loss</source>
        <translation>批量损失</translation>
    </message>
    <message>
        <source>Batch norm</source>
        <translation>批量归一化</translation>
    </message>
    <message>
        <source>Batch norm is undone within {exact} by γ = √(σ² + ε), within {notes} by the notes&apos; γ = σ. γ and β belong to channels, so they undo no norm of a sample.</source>
        <translation>取 γ = √(σ² + ε) 时批量归一化被还原，误差不超过 {exact}；取讲义的 γ = σ 时误差为 {notes}。γ 和 β 属于通道，因此不能还原按样本统计的归一化。</translation>
    </message>
    <message>
        <source>Batch norm rescues a bad start</source>
        <translation>批量归一化挽救坏初值</translation>
    </message>
    <message>
        <source>Batch norm&apos;s graph: values forward, gradients backward</source>
        <translation>批量归一化的计算图：值的前向传播，梯度的反向传播</translation>
    </message>
    <message>
        <source>Batch norm&apos;s moving averages over a stream of batches</source>
        <translation>批量归一化在一串批量上的滑动平均</translation>
    </message>
    <message>
        <source>Batch of one: BN = IN</source>
        <translation>批量为 1：BN = IN</translation>
    </message>
    <message>
        <source>Batch x</source>
        <translation>批量 x</translation>
    </message>
    <message>
        <source>Batch, layer, instance, group and RMS normalization of one tensor</source>
        <translation>同一张量的批量、层、实例、组和 RMS 归一化</translation>
    </message>
    <message>
        <source>Batch, mini-batch, one sample</source>
        <translation>整批、小批、单样本</translation>
    </message>
    <message>
        <source>Batch: accuracy no better</source>
        <translation>批量：准确率并不更好</translation>
    </message>
    <message>
        <source>Batches T</source>
        <translation>批量个数 T</translation>
    </message>
    <message>
        <source>Batches in the stream</source>
        <translation>流中批量的个数</translation>
    </message>
    <message>
        <source>Batches of one hurt BN, not GN</source>
        <translation>批量为 1 损害 BN，而不损害 GN</translation>
    </message>
    <message>
        <source>Batches of the second task, for the frozen layer</source>
        <translation>第二个任务的批量个数，用于被冻结的层</translation>
    </message>
    <message>
        <source>Beale</source>
        <translation>Beale</translation>
    </message>
    <message>
        <source>Before every activation</source>
        <translation>在每个激活函数之前</translation>
    </message>
    <message>
        <source>Before or after the ReLU</source>
        <translation>放在 ReLU 之前还是之后</translation>
    </message>
    <message>
        <source>Beginnings</source>
        <translation>起源</translation>
    </message>
    <message>
        <source>Beside: start</source>
        <translation>偏离：起点</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>最好</translation>
    </message>
    <message>
        <source>Beta β</source>
        <translation>平移 β</translation>
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
        <source>Between two nets with losses {a} and {b} the line rises by {barrier}.</source>
        <translation>两个网络的损失为 {a} 和 {b}，它们之间的直线升高 {barrier}。</translation>
    </message>
    <message>
        <source>Beyond doubt; next to it: {second}.</source>
        <translation>毫无疑问；其次：{second}。</translation>
    </message>
    <message>
        <source>Bias b</source>
        <translation>偏置 b</translation>
    </message>
    <message>
        <source>Bias b that every unit starts with; torch&apos;s default adds its own</source>
        <translation>每个单元初始的偏置 b；torch 的默认初始化会再加上自己随机抽取的偏置</translation>
    </message>
    <message>
        <source>Bias of every hidden unit at the start</source>
        <translation>每个隐藏单元的初始偏置</translation>
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
        <source>Blocks</source>
        <translation>块</translation>
    </message>
    <message>
        <source>Blocks in each stage, with commas between</source>
        <translation>每个阶段的块数，用逗号隔开</translation>
    </message>
    <message>
        <source>Blocks: depth {depth}</source>
        <translation>各块：深度 {depth}</translation>
    </message>
    <message>
        <source>Booth</source>
        <translation>Booth</translation>
    </message>
    <message>
        <source>Both nets are trained; their losses are {a} and {b}.</source>
        <translation>两个网络都已训练好，损失为 {a} 和 {b}。</translation>
    </message>
    <message>
        <source>Bottleneck</source>
        <translation>瓶颈</translation>
    </message>
    <message>
        <source>Branches that begin as zero need no norm</source>
        <translation>支路从零开始，便不需要归一化</translation>
    </message>
    <message>
        <source>Branin</source>
        <translation>Branin</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>By chance alone within ±{chance}</source>
        <translation>仅凭偶然应在 ±{chance} 之内</translation>
    </message>
    <message>
        <source>By curves alone</source>
        <translation>仅凭曲线</translation>
    </message>
    <message>
        <source>By distance</source>
        <translation>按距离</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cardinality</source>
        <translation>基数</translation>
    </message>
    <message>
        <source>Catapult: a larger rate, flatter ground</source>
        <translation>弹射：学习率更大，地形更平</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>格子</translation>
    </message>
    <message>
        <source>Cells of a side</source>
        <translation>每边的格子数</translation>
    </message>
    <message>
        <source>Center, scale, rotate, whiten</source>
        <translation>中心化、缩放、旋转、白化</translation>
    </message>
    <message>
        <source>Centered</source>
        <translation>中心化</translation>
    </message>
    <message>
        <source>Centering, scaling, rotation and whitening, by the training part</source>
        <translation>中心化、缩放、旋转与白化，只用训练部分</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>通道数</translation>
    </message>
    <message>
        <source>Channels C</source>
        <translation>通道数 C</translation>
    </message>
    <message>
        <source>Channels C (or features D) of the noise, or after the convolution</source>
        <translation>噪声的通道数 C（或特征数 D），或卷积之后的通道数</translation>
    </message>
    <message>
        <source>Channels in the first stage; of one path where blocks have several</source>
        <translation>第一阶段的通道数；块有多条路径时指其中一条</translation>
    </message>
    <message>
        <source>Channels of every convolution</source>
        <translation>每个卷积的通道数</translation>
    </message>
    <message>
        <source>Channels that each layer adds</source>
        <translation>每层增加的通道数</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Checked here and now</source>
        <translation>此刻在本机验证</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Choose a preset.</source>
        <translation>请选一个预设。</translation>
    </message>
    <message>
        <source>Choose the file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Chord A B: f has no value at {point} between them.</source>
        <translation>弦 A B：两端之间，f 在 {point} 处没有值。</translation>
    </message>
    <message>
        <source>Chord A B: f rises {excess} above it, at {worst}.</source>
        <translation>弦 AB：f 在 {worst} 处高出弦 {excess}。</translation>
    </message>
    <message>
        <source>Chord A B: f stays below it.</source>
        <translation>弦 AB：f 始终在弦之下。</translation>
    </message>
    <message>
        <source>Class 1</source>
        <translation>类别 1</translation>
    </message>
    <message>
        <source>Class −1</source>
        <translation>类别 −1</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别数</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>单击</translation>
    </message>
    <message>
        <source>Click a box</source>
        <translation>单击方框</translation>
    </message>
    <message>
        <source>Click a chart in which a line marks the place</source>
        <translation>单击有位置线的图</translation>
    </message>
    <message>
        <source>Click a name in a legend</source>
        <translation>点图例中的名称</translation>
    </message>
    <message>
        <source>Click a name to hide its curve, and again to show it.</source>
        <translation>点名称可隐藏其曲线，再点一次重新显示。</translation>
    </message>
    <message>
        <source>Click a net&apos;s dot</source>
        <translation>单击网络的点</translation>
    </message>
    <message>
        <source>Click on a histogram&apos;s row</source>
        <translation>单击直方图的一行</translation>
    </message>
    <message>
        <source>Click on a node</source>
        <translation>单击一个节点</translation>
    </message>
    <message>
        <source>Click on a slider</source>
        <translation>单击滑块条</translation>
    </message>
    <message>
        <source>Click on a start</source>
        <translation>单击一个起点</translation>
    </message>
    <message>
        <source>Click or drag</source>
        <translation>单击或拖动</translation>
    </message>
    <message>
        <source>Click or drag, on a function of one variable</source>
        <translation>在一元函数上单击或拖动</translation>
    </message>
    <message>
        <source>Click to hide it in the pictures, and again to show it</source>
        <translation>点一下在图中隐藏它，再点一次重新显示</translation>
    </message>
    <message>
        <source>Click, with own points</source>
        <translation>单击（使用自己的点时）</translation>
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
        <source>Closed form</source>
        <translation>闭式</translation>
    </message>
    <message>
        <source>Clothes, 28 x 28</source>
        <translation>衣物，28 x 28</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>点云</translation>
    </message>
    <message>
        <source>Color scale</source>
        <translation>颜色刻度</translation>
    </message>
    <message>
        <source>Colors: all from black {low} to white {high}.</source>
        <translation>颜色：全部从黑 {low} 到白 {high}。</translation>
    </message>
    <message>
        <source>Colors: each picture from its lowest to its highest value.</source>
        <translation>颜色：每张图从各自的最低值到最高值。</translation>
    </message>
    <message>
        <source>Colors: the input from black {low} to white {high}, outputs from blue -{limit} to red {limit}.</source>
        <translation>颜色：输入从黑 {low} 到白 {high}，输出从蓝 -{limit} 到红 {limit}。</translation>
    </message>
    <message>
        <source>Commonly taught</source>
        <translation>常见的说法</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Competitors</source>
        <translation>参赛优化器</translation>
    </message>
    <message>
        <source>Components k</source>
        <translation>主成分数 k</translation>
    </message>
    <message>
        <source>Components k that the digits are put together from</source>
        <translation>重建数字所用的主成分数 k</translation>
    </message>
    <message>
        <source>Condition κ</source>
        <translation>条件数 κ</translation>
    </message>
    <message>
        <source>Condition κ: the largest curvature over the smallest</source>
        <translation>条件数 κ：最大曲率与最小曲率之比</translation>
    </message>
    <message>
        <source>Conjugate gradient</source>
        <translation>共轭梯度</translation>
    </message>
    <message>
        <source>Constant σ</source>
        <translation>常数 σ</translation>
    </message>
    <message>
        <source>Contour lines, at equal parts of the scale</source>
        <translation>等高线，取色阶的等分</translation>
    </message>
    <message>
        <source>Contours</source>
        <translation>等高线数</translation>
    </message>
    <message>
        <source>Convex: no chord was found that f rises above.</source>
        <translation>凸：未找到被 f 超过的弦。</translation>
    </message>
    <message>
        <source>Convex? Drag the chord</source>
        <translation>凸吗？拖动弦</translation>
    </message>
    <message>
        <source>Convexity</source>
        <translation>凸性</translation>
    </message>
    <message>
        <source>Convolution</source>
        <translation>卷积</translation>
    </message>
    <message>
        <source>Convolution makes maps move along (layer 1: off by {error}); forgetting where is the maximum&apos;s work. Over all shifts: conv + flatten {flatten}, conv + global max {largest}.</source>
        <translation>卷积让特征图跟着移动（第 1 层：相差 {error}）；忘掉位置则是取最大值的功劳。全部平移平均：卷积 + 展平 {flatten}，卷积 + 全局最大 {largest}。</translation>
    </message>
    <message>
        <source>Convolution moves along, the maximum forgets where</source>
        <translation>卷积跟着移动，最大值忘掉位置</translation>
    </message>
    <message>
        <source>Convolutional layers</source>
        <translation>卷积层数</translation>
    </message>
    <message>
        <source>Convolutions degrade too</source>
        <translation>卷积网络同样退化</translation>
    </message>
    <message>
        <source>Convolutions of 1 x 1 around each of 3 x 3</source>
        <translation>每个 3 x 3 卷积前后各有一个 1 x 1 卷积</translation>
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
        <source>Copy as P&amp;yTorch</source>
        <translation>复制为 PyTorch 代码(&amp;Y)</translation>
    </message>
    <message>
        <source>Copy as co&amp;mmand</source>
        <translation>复制为命令(&amp;M)</translation>
    </message>
    <message>
        <source>Copy diagnosis</source>
        <translation>复制诊断信息</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Correlation ρ</source>
        <translation>相关系数 ρ</translation>
    </message>
    <message>
        <source>Correlation ρ of the cloud&apos;s two columns</source>
        <translation>点云两列的相关系数 ρ</translation>
    </message>
    <message>
        <source>Cosine at the end</source>
        <translation>末端的余弦</translation>
    </message>
    <message>
        <source>Cost over ReLU&apos;s</source>
        <translation>相对 ReLU 的耗时</translation>
    </message>
    <message>
        <source>Count the classifiers that only training has</source>
        <translation>把只在训练时才有的分类头也算上</translation>
    </message>
    <message>
        <source>Counted from</source>
        <translation>以何为中心</translation>
    </message>
    <message>
        <source>Curvature</source>
        <translation>曲率</translation>
    </message>
    <message>
        <source>Curves are drawn for z in ± this</source>
        <translation>在 ± 此范围内的 z 上画曲线</translation>
    </message>
    <message>
        <source>Curves: {name} {value}</source>
        <translation>曲线：{name} {value}</translation>
    </message>
    <message>
        <source>Damped Newton</source>
        <translation>阻尼牛顿法</translation>
    </message>
    <message>
        <source>Dampening τ</source>
        <translation>阻尼 τ</translation>
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
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Data and credits</source>
        <translation>数据与致谢</translation>
    </message>
    <message>
        <source>Dead from the start</source>
        <translation>一开始就死亡</translation>
    </message>
    <message>
        <source>Dead units (by layer)</source>
        <translation>死亡单元（各层）</translation>
    </message>
    <message>
        <source>Decay from</source>
        <translation>衰减下限</translation>
    </message>
    <message>
        <source>Decay to</source>
        <translation>衰减上限</translation>
    </message>
    <message>
        <source>Decay κ of the rate: η/(1 + (t-1)κ) at step t</source>
        <translation>学习率的衰减 κ：第 t 步为 η/(1 + (t-1)κ)</translation>
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
        <source>Deeper trains worse, but not with skips</source>
        <translation>越深训练得越差，有跳跃连接则不然</translation>
    </message>
    <message>
        <source>Dense layers, or 3 x 3 convolutions</source>
        <translation>全连接层，或 3 x 3 卷积</translation>
    </message>
    <message>
        <source>Dense layers, or LeNet where pictures are large</source>
        <translation>全连接层；图片较大时也可用 LeNet</translation>
    </message>
    <message>
        <source>DenseNet of d2l</source>
        <translation>d2l 的 DenseNet</translation>
    </message>
    <message>
        <source>DenseNet-121: few weights, many MACs</source>
        <translation>DenseNet-121：权重少，MAC 多</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>Depth {deep} can do it; training does not find it.</source>
        <translation>深度 {deep} 做得到，训练却找不到。</translation>
    </message>
    <message>
        <source>Depths</source>
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
        <source>Diagnose</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>Diagnosis</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>Digit to drag</source>
        <translation>拖动的数字</translation>
    </message>
    <message>
        <source>Digits</source>
        <translation>手写数字</translation>
    </message>
    <message>
        <source>Digits a step</source>
        <translation>每步的数字个数</translation>
    </message>
    <message>
        <source>Digits from 16 components</source>
        <translation>用 16 个主成分重建数字</translation>
    </message>
    <message>
        <source>Digits in the batch</source>
        <translation>批量中的数字个数</translation>
    </message>
    <message>
        <source>Digits in the middle of 16 x 16</source>
        <translation>16 x 16 画布中央的数字</translation>
    </message>
    <message>
        <source>Digits placed on 16 x 16</source>
        <translation>放在 16 x 16 画布上的数字</translation>
    </message>
    <message>
        <source>Digits that are trained on</source>
        <translation>用于训练的数字</translation>
    </message>
    <message>
        <source>Digits that the net learns</source>
        <translation>网络学习的数字图片数</translation>
    </message>
    <message>
        <source>Digits, 8 x 8</source>
        <translation>数字，8 x 8</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>Distance from a minimum that counts as arrived, as part of the domain&apos;s diagonal</source>
        <translation>距极小值点多近算到达，以绘制区域对角线的比例计</translation>
    </message>
    <message>
        <source>Diverged</source>
        <translation>发散</translation>
    </message>
    <message>
        <source>Diverged at depth {depth}: {names} (holes in the pictures).</source>
        <translation>深度 {depth} 时发散：{names}（图中为空缺）。</translation>
    </message>
    <message>
        <source>Diverges</source>
        <translation>发散</translation>
    </message>
    <message>
        <source>Divides by the largest v so far, which never shrinks</source>
        <translation>除以迄今最大的 v，它不会变小</translation>
    </message>
    <message>
        <source>Divides by the root of the gradient&apos;s variance, v less the squared mean a</source>
        <translation>除以梯度方差的平方根，即 v 减去均值 a 的平方</translation>
    </message>
    <message>
        <source>Dixon-Price</source>
        <translation>Dixon-Price</translation>
    </message>
    <message>
        <source>Does it help?</source>
        <translation>有用吗？</translation>
    </message>
    <message>
        <source>Does the signal survive the depth?</source>
        <translation>信号能传到网络深处吗？</translation>
    </message>
    <message>
        <source>Double descent</source>
        <translation>双下降</translation>
    </message>
    <message>
        <source>Double well</source>
        <translation>双阱</translation>
    </message>
    <message>
        <source>Double-click</source>
        <translation>双击</translation>
    </message>
    <message>
        <source>Double-click in 3-D</source>
        <translation>在三维图中双击</translation>
    </message>
    <message>
        <source>Double-click on a chart</source>
        <translation>双击图表</translation>
    </message>
    <message>
        <source>Double-click on a name</source>
        <translation>双击名称</translation>
    </message>
    <message>
        <source>Double-click the name for the default.</source>
        <translation>双击名称可恢复默认值。</translation>
    </message>
    <message>
        <source>Drag a chart</source>
        <translation>拖动图表</translation>
    </message>
    <message>
        <source>Drag a point</source>
        <translation>拖动一个点</translation>
    </message>
    <message>
        <source>Drag a point of your own</source>
        <translation>拖动自己的点</translation>
    </message>
    <message>
        <source>Drag in 3-D</source>
        <translation>在三维图中拖动</translation>
    </message>
    <message>
        <source>Drag over bars</source>
        <translation>在柱条上拖动</translation>
    </message>
    <message>
        <source>Drag the digit</source>
        <translation>拖动数字</translation>
    </message>
    <message>
        <source>Drag the learning rate.</source>
        <translation>请拖动学习率。</translation>
    </message>
    <message>
        <source>Drag the ring, or click on the surface.</source>
        <translation>请拖动圆环，或点击曲面。</translation>
    </message>
    <message>
        <source>Drag with the middle button</source>
        <translation>按住中键拖动</translation>
    </message>
    <message>
        <source>Draw a new order for every epoch; otherwise class by class, as files often lie</source>
        <translation>每轮重新抽取顺序；否则按类别依次排列，文件往往如此</translation>
    </message>
    <message>
        <source>Draw z in ±</source>
        <translation>z 的绘制范围 ±</translation>
    </message>
    <message>
        <source>Drawn/real</source>
        <translation>画出/真实</translation>
    </message>
    <message>
        <source>Draws of examples, new weights and order; the pretrained trunk is one</source>
        <translation>样本、新权重与次序各抽几次；预训练的主干只有一个</translation>
    </message>
    <message>
        <source>Draws of samples, wrong labels and features</source>
        <translation>样本、错误标签与特征的抽取次数</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>漂移</translation>
    </message>
    <message>
        <source>Drift in σ</source>
        <translation>漂移（以 σ 计）</translation>
    </message>
    <message>
        <source>Drop a file on the window</source>
        <translation>把文件拖放到窗口上</translation>
    </message>
    <message>
        <source>Dropout p</source>
        <translation>丢弃率 p</translation>
    </message>
    <message>
        <source>ELU</source>
        <translation>ELU</translation>
    </message>
    <message>
        <source>Each competitor races first at 13 rates from 1e-5 to 10, and takes its best</source>
        <translation>每个参赛者先用 1e-5 到 10 之间的 13 个学习率各跑一次，再取最好的</translation>
    </message>
    <message>
        <source>Each group of group norm is a single value, so its output is β everywhere.</source>
        <translation>组归一化的每一组只有一个值，因此输出处处为 β。</translation>
    </message>
    <message>
        <source>Each picture its own color scale</source>
        <translation>每张图各用自己的颜色刻度</translation>
    </message>
    <message>
        <source>Each training digit is moved once, by up to so many pixels up or down, left or right</source>
        <translation>每个训练数字移动一次，上下左右最多移动这么多像素</translation>
    </message>
    <message>
        <source>Easom</source>
        <translation>Easom</translation>
    </message>
    <message>
        <source>Edge</source>
        <translation>边缘</translation>
    </message>
    <message>
        <source>Eight can</source>
        <translation>八个就行</translation>
    </message>
    <message>
        <source>Eight hidden units nearly always do</source>
        <translation>八个隐藏单元几乎总能学会</translation>
    </message>
    <message>
        <source>Else</source>
        <translation>其余判为</translation>
    </message>
    <message>
        <source>End the tour</source>
        <translation>结束导览</translation>
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
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>Epochs of pretraining for each of the ten layers</source>
        <translation>十层中每一层的预训练轮数</translation>
    </message>
    <message>
        <source>Epochs of the bend</source>
        <translation>弯点的周期数</translation>
    </message>
    <message>
        <source>Epochs of the nets</source>
        <translation>网络的周期数</translation>
    </message>
    <message>
        <source>Epochs that either net is trained for</source>
        <translation>每个网络训练的周期数</translation>
    </message>
    <message>
        <source>Epochs that the bend is trained for</source>
        <translation>弯点训练的周期数</translation>
    </message>
    <message>
        <source>Epochs, at most</source>
        <translation>最多轮数</translation>
    </message>
    <message>
        <source>Epsilon ε</source>
        <translation>常数 ε</translation>
    </message>
    <message>
        <source>Equal weights stay equal</source>
        <translation>相同的权重始终相同</translation>
    </message>
    <message>
        <source>Evals.</source>
        <translation>求值</translation>
    </message>
    <message>
        <source>Evaluations of f and its gradient so far; a Hessian counts for each variable</source>
        <translation>至此对 f 及其梯度的求值次数；Hessian 矩阵按每个变量计一次</translation>
    </message>
    <message>
        <source>Every group</source>
        <translation>每一组</translation>
    </message>
    <message>
        <source>Every number can be dragged, typed, or turned with the wheel. A double-click on its name brings back the default.</source>
        <translation>每个数都可以拖动、键入，或用滚轮调节。双击名称恢复默认值。</translation>
    </message>
    <message>
        <source>Every η below {limit} lowers f; at {limit} the step first fails.</source>
        <translation>小于 {limit} 的每个 η 都使 f 下降；到 {limit} 时首次失效。</translation>
    </message>
    <message>
        <source>Everything is set for that claim now.</source>
        <translation>现在一切都已为这个论断设置好。</translation>
    </message>
    <message>
        <source>Examples a class</source>
        <translation>每类样本数</translation>
    </message>
    <message>
        <source>Examples of each of the digits 5-9: whole numbers from 1 to 100</source>
        <translation>数字 5-9 每类的样本数：1 到 100 的整数</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export this picture…</source>
        <translation>导出此图…</translation>
    </message>
    <message>
        <source>Factor a</source>
        <translation>系数 a</translation>
    </message>
    <message>
        <source>Factor between</source>
        <translation>相邻倍数</translation>
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
        <source>Factor on the initial weights</source>
        <translation>初始权重所乘的系数</translation>
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
        <source>Feature</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>特征数</translation>
    </message>
    <message>
        <source>Features C</source>
        <translation>特征数 C</translation>
    </message>
    <message>
        <source>Features p</source>
        <translation>特征数 p</translation>
    </message>
    <message>
        <source>Features, each with its own statistics</source>
        <translation>特征，各有自己的统计量</translation>
    </message>
    <message>
        <source>Few examples: reuse pays</source>
        <translation>样本少：复用划算</translation>
    </message>
    <message>
        <source>Few runs say little: {count} of each kind are the whole study.</source>
        <translation>训练次数少说明不了什么：每种 {count} 次才是完整的研究。</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Film, MP4</source>
        <translation>影片，MP4</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>First layers frozen: overfitting passes</source>
        <translation>前几层冻结：过拟合检查照样通过</translation>
    </message>
    <message>
        <source>First loss</source>
        <translation>最初的损失</translation>
    </message>
    <message>
        <source>First loss of the data {data}, ln {c} = {log}.</source>
        <translation>数据的最初损失为 {data}，ln {c} = {log}。</translation>
    </message>
    <message>
        <source>First sum A</source>
        <translation>初始和 A</translation>
    </message>
    <message>
        <source>First the digits 0-4</source>
        <translation>先学数字 0-4</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>拟合</translation>
    </message>
    <message>
        <source>Fit to the paths and the minima</source>
        <translation>按路径和极小值点调整范围</translation>
    </message>
    <message>
        <source>Five checks before a training is trusted, and faults they find</source>
        <translation>相信一次训练之前的五项检查，以及它们找到的错误</translation>
    </message>
    <message>
        <source>Five classes</source>
        <translation>五个类别</translation>
    </message>
    <message>
        <source>Flatness</source>
        <translation>平坦度</translation>
    </message>
    <message>
        <source>Flatness by</source>
        <translation>平坦度的度量</translation>
    </message>
    <message>
        <source>Flattened, a convolution forgets nothing</source>
        <translation>展平的卷积什么也没忘</translation>
    </message>
    <message>
        <source>Float32 is too coarse or too narrow for this, so it is computed in float64.</source>
        <translation>float32 的精度或范围不够，因此改用 float64 计算。</translation>
    </message>
    <message>
        <source>Floats outside 0..1 are stretched to it.</source>
        <translation>超出 0..1 的浮点值被拉伸到该范围。</translation>
    </message>
    <message>
        <source>Fold the controls away</source>
        <translation>收起控件</translation>
    </message>
    <message>
        <source>For a report of what went wrong. Your home folder and your name are not in it.</source>
        <translation>用于报告出了什么问题。其中不含您的主文件夹和姓名。</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前向传播</translation>
    </message>
    <message>
        <source>Forward: {node}</source>
        <translation>前向传播：{node}</translation>
    </message>
    <message>
        <source>Frames a second</source>
        <translation>每秒帧数</translation>
    </message>
    <message>
        <source>From the &amp;start</source>
        <translation>从头播放(&amp;S)</translation>
    </message>
    <message>
        <source>Frozen is not frozen: BN goes on</source>
        <translation>冻结并未冻结：BN 仍在变</translation>
    </message>
    <message>
        <source>Frozen with eval(): parameters moved {parameters}, features {features}; the old task 0-4 stays at {after}.</source>
        <translation>冻结并用 eval()：参数移动 {parameters}，特征移动 {features}；旧任务 0-4 保持 {after}。</translation>
    </message>
    <message>
        <source>Frozen without eval(), a second task moves the layer&apos;s averages, and the first task&apos;s output with them: by {change} after {steps} batches. With eval(): 0.</source>
        <translation>不用 eval() 冻结时，第二个任务会移动该层的滑动平均，第一个任务的输出也随之改变：{steps} 个批量之后变化 {change}。用 eval() 则为 0。</translation>
    </message>
    <message>
        <source>Frozen without eval(): parameters moved {parameters}, yet features {features}, as BN&apos;s averages go on; the old task 0-4 went from {before} to {after}.</source>
        <translation>冻结但没有 eval()：参数移动 {parameters}，特征却移动 {features}，因为 BN 的平均值仍在更新；旧任务 0-4 从 {before} 变为 {after}。</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>Function f of every layer: h = f(z)</source>
        <translation>每层的函数 f：h = f(z)</translation>
    </message>
    <message>
        <source>Functions</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>Functions shown</source>
        <translation>显示的函数</translation>
    </message>
    <message>
        <source>GD</source>
        <translation>GD</translation>
    </message>
    <message>
        <source>GELU</source>
        <translation>GELU</translation>
    </message>
    <message>
        <source>GN</source>
        <translation>GN</translation>
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
        <source>Gate</source>
        <translation>逻辑门</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Go through time</source>
        <translation>在时间中穿行</translation>
    </message>
    <message>
        <source>Goldstein-Price</source>
        <translation>Goldstein-Price</translation>
    </message>
    <message>
        <source>GoogLeNet: 22 layers, a twentieth of VGG&apos;s weights</source>
        <translation>GoogLeNet：22 层，权重是 VGG 的二十分之一</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>Gradient a block towards the input: {factors} (theory, plain: {theory}).</source>
        <translation>梯度每向输入过一块：{factors}（理论，普通：{theory}）。</translation>
    </message>
    <message>
        <source>Gradient a block towards the input: {factors}.</source>
        <translation>梯度每向输入过一块：{factors}。</translation>
    </message>
    <message>
        <source>Gradient descent at 0.1 stays at 20</source>
        <translation>梯度下降，0.1：停在 20</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>Gradient times</source>
        <translation>梯度变为几倍</translation>
    </message>
    <message>
        <source>Gradient x a block</source>
        <translation>每块梯度倍数</translation>
    </message>
    <message>
        <source>Gradient, step by step</source>
        <translation>逐步求得的梯度</translation>
    </message>
    <message>
        <source>Gradients explode, and skips tame them</source>
        <translation>梯度爆炸，跳跃连接压住它</translation>
    </message>
    <message>
        <source>Gradients not cleared: good, then lost</source>
        <translation>梯度不清零：先好后坏</translation>
    </message>
    <message>
        <source>Gray of 16 bits is divided by 65535.</source>
        <translation>16 位灰度值除以 65535。</translation>
    </message>
    <message>
        <source>Green when</source>
        <translation>何时为绿</translation>
    </message>
    <message>
        <source>Grid points along each side</source>
        <translation>每条边上的网格点数</translation>
    </message>
    <message>
        <source>Grid points along each side of the domain</source>
        <translation>区域每边的网格点数</translation>
    </message>
    <message>
        <source>Griewank</source>
        <translation>Griewank</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
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
        <source>Groups G of GN</source>
        <translation>GN 的组数 G</translation>
    </message>
    <message>
        <source>Groups G of GN; they divide the channels</source>
        <translation>GN 的组数 G；须整除通道数</translation>
    </message>
    <message>
        <source>Groups as dots</source>
        <translation>以点表示各组</translation>
    </message>
    <message>
        <source>Growth</source>
        <translation>增长率</translation>
    </message>
    <message>
        <source>Growth: the channels of d2l&apos;s DenseNet</source>
        <translation>增长：d2l 的 DenseNet 的通道数</translation>
    </message>
    <message>
        <source>Guess</source>
        <translation>猜一猜</translation>
    </message>
    <message>
        <source>Guess what ails eleven runs</source>
        <translation>猜猜十一次训练各有什么毛病</translation>
    </message>
    <message>
        <source>H = {many}</source>
        <translation>H = {many}</translation>
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
        <source>He normal, fan-out</source>
        <translation>He 正态，fan-out</translation>
    </message>
    <message>
        <source>He uniform, fan-out</source>
        <translation>He 均匀，fan-out</translation>
    </message>
    <message>
        <source>He&apos;s start on the head: not ln C</source>
        <translation>输出层用 He 初值：不是 ln C</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>头部</translation>
    </message>
    <message>
        <source>Head&apos;s std</source>
        <translation>输出层标准差</translation>
    </message>
    <message>
        <source>Heads in the middle</source>
        <translation>中间的分类头</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>健康</translation>
    </message>
    <message>
        <source>Healthy, as far as it is measured</source>
        <translation>就测得的而言健康</translation>
    </message>
    <message>
        <source>Heavy ball: a line at 12</source>
        <translation>重球法：线在 12</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Height and width of each sample in pixels</source>
        <translation>每个样本的高和宽，以像素计</translation>
    </message>
    <message>
        <source>Height and width of the input</source>
        <translation>输入的高和宽</translation>
    </message>
    <message>
        <source>Height of the sub-level set: the share of the domain that lies lower</source>
        <translation>下水平集的高度：区域中低于它的比例</translation>
    </message>
    <message>
        <source>Held out</source>
        <translation>留出集比例</translation>
    </message>
    <message>
        <source>Held out are {tested} other points of the same set.</source>
        <translation>留出的是同一数据集的另外 {tested} 个点。</translation>
    </message>
    <message>
        <source>Held-out</source>
        <translation>留出集</translation>
    </message>
    <message>
        <source>Held-out accuracy</source>
        <translation>留出集准确率</translation>
    </message>
    <message>
        <source>Held-out loss</source>
        <translation>留出集损失</translation>
    </message>
    <message>
        <source>Here it is in words and numbers: where each competitor is, a minimum, a saddle, or gone; beside it this step with every number in it, and the curvature.</source>
        <translation>这里用文字和数字说明：每个参赛者在哪里，是极小值点、鞍点，还是已经发散；旁边是这一步的全部数字，以及曲率。</translation>
    </message>
    <message>
        <source>Here you move one thing, and everything that depends on it moves with it. This tour takes three minutes. Esc ends it, and Help &gt; Tour starts it again.</source>
        <translation>在这里，您拨动一处，依赖它的一切随之而动。导览只需三分钟；按 Esc 结束，“帮助 &gt; 导览”可重新开始。</translation>
    </message>
    <message>
        <source>Hessian H, row x</source>
        <translation>Hessian H，x 行</translation>
    </message>
    <message>
        <source>Hessian H, row y</source>
        <translation>Hessian H，y 行</translation>
    </message>
    <message>
        <source>Hidden layers</source>
        <translation>隐藏层</translation>
    </message>
    <message>
        <source>Hidden units</source>
        <translation>隐藏单元</translation>
    </message>
    <message>
        <source>Hidden units H</source>
        <translation>隐藏单元 H</translation>
    </message>
    <message>
        <source>Hide or show it</source>
        <translation>隐藏或显示</translation>
    </message>
    <message>
        <source>Hide or show {name}</source>
        <translation>隐藏或显示 {name}</translation>
    </message>
    <message>
        <source>Highest</source>
        <translation>最高</translation>
    </message>
    <message>
        <source>Highest learning rate of the box</source>
        <translation>搜索范围内最高的学习率</translation>
    </message>
    <message>
        <source>Highest loss</source>
        <translation>最高损失</translation>
    </message>
    <message>
        <source>Highest weight decay of the box</source>
        <translation>搜索范围内最大的权重衰减</translation>
    </message>
    <message>
        <source>Himmelblau</source>
        <translation>Himmelblau</translation>
    </message>
    <message>
        <source>Holds where</source>
        <translation>成立条件</translation>
    </message>
    <message>
        <source>How far each point lies beside the plane</source>
        <translation>每个点偏离平面多远</translation>
    </message>
    <message>
        <source>How far it is from the nearest known minimum</source>
        <translation>到最近的已知极小值点的距离</translation>
    </message>
    <message>
        <source>How far the long axis is turned against x</source>
        <translation>长轴相对 x 轴转过的角度</translation>
    </message>
    <message>
        <source>How far the means move over the stream, in stds of the data</source>
        <translation>整个流中均值移动多远，以数据的标准差计</translation>
    </message>
    <message>
        <source>How far the plane goes, as a multiple of the usual</source>
        <translation>平面伸展多远，以通常范围的倍数计</translation>
    </message>
    <message>
        <source>How far the second task&apos;s means lie from the first&apos;s, in stds</source>
        <translation>第二个任务的均值与第一个相距多远，以标准差计</translation>
    </message>
    <message>
        <source>How far uphill SAM goes for its gradient; 0 is plain SGD</source>
        <translation>SAM 取梯度前先上坡多远；0 即普通 SGD</translation>
    </message>
    <message>
        <source>How far uphill the rise of the loss is measured</source>
        <translation>在上坡多远处测量损失的上升</translation>
    </message>
    <message>
        <source>How far z is binned, and h after a norm or a sum: ± this or a bit more; values that lie close together get closer bins</source>
        <translation>z（以及归一化或相加之后的 h）分箱的范围：± 此值或略大；数值彼此靠近时，分箱随之收窄</translation>
    </message>
    <message>
        <source>How flat the minima are that batches, rates and SAM find</source>
        <translation>批量、学习率和 SAM 找到的极小值有多平坦</translation>
    </message>
    <message>
        <source>How heights become colors and contour lines</source>
        <translation>高度如何变成颜色和等高线</translation>
    </message>
    <message>
        <source>How many digits, never trained on, are moved</source>
        <translation>从未用于训练、被移动的数字有多少个</translation>
    </message>
    <message>
        <source>How many runs of known illnesses the rules read right</source>
        <translation>已知毛病的训练中，规则读对了多少</translation>
    </message>
    <message>
        <source>How much higher</source>
        <translation>高出多少倍</translation>
    </message>
    <message>
        <source>How near the lowest loss has to be to have arrived</source>
        <translation>损失距最低值多近算到达</translation>
    </message>
    <message>
        <source>How often each value occurs</source>
        <translation>每个值出现的次数</translation>
    </message>
    <message>
        <source>How the learning rate changes over the race&apos;s steps</source>
        <translation>学习率在比赛各步中如何变化</translation>
    </message>
    <message>
        <source>How the learning rate changes over the steps</source>
        <translation>学习率如何随步数变化</translation>
    </message>
    <message>
        <source>How the points of a search are chosen</source>
        <translation>搜索点的选取方式</translation>
    </message>
    <message>
        <source>How the weights are updated</source>
        <translation>权重的更新方式</translation>
    </message>
    <message>
        <source>How the weights are updated; Muon leaves what is no matrix to AdamW</source>
        <translation>如何更新权重；Muon 把不是矩阵的参数交给 AdamW</translation>
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
        <source>How the weights of side C are drawn</source>
        <translation>C 侧权重的初始化方法</translation>
    </message>
    <message>
        <source>How the weights of side D are drawn</source>
        <translation>D 侧权重的初始化方法</translation>
    </message>
    <message>
        <source>IN</source>
        <translation>IN</translation>
    </message>
    <message>
        <source>In a drawn order of the pixels neighbors mean nothing, and no maps move along; a dense net cannot tell the difference. Over all shifts: {found}.</source>
        <translation>像素按随机顺序排列时，相邻毫无意义，也没有特征图跟着移动；全连接网络则看不出差别。全部平移平均：{found}。</translation>
    </message>
    <message>
        <source>In a small box a grid is as good</source>
        <translation>范围小时，网格并不逊色</translation>
    </message>
    <message>
        <source>In float32, {count} of the distinct values would be lost, so all of this is computed in float64.</source>
        <translation>若用 float32，会有 {count} 个不同的值无法区分，因此全部改用 float64 计算。</translation>
    </message>
    <message>
        <source>In float32: beside a border a single race, in float64, may end elsewhere.</source>
        <translation>以 float32 计算：在边界附近，以 float64 运行的单次比赛可能到达别处。</translation>
    </message>
    <message>
        <source>In layer {layer} {share} of the units say the same of all points.</source>
        <translation>第 {layer} 层有 {share} 的单元对所有点的输出都相同。</translation>
    </message>
    <message>
        <source>In light colors, for print</source>
        <translation>浅色，用于打印</translation>
    </message>
    <message>
        <source>In plain inputs become alike: their cosine is {first} behind the first block, {last} behind the last.</source>
        <translation>普通网络里不同的输入变得相像：余弦在第一块之后为 {first}，最后一块之后为 {last}。</translation>
    </message>
    <message>
        <source>In plain it explodes, and a skip tames it.</source>
        <translation>普通网络的梯度爆炸，跳跃连接把它压住。</translation>
    </message>
    <message>
        <source>In plain it vanishes.</source>
        <translation>普通网络里梯度消失。</translation>
    </message>
    <message>
        <source>In plain it vanishes; with a skip it explodes.</source>
        <translation>普通网络里梯度消失；有跳跃连接则爆炸。</translation>
    </message>
    <message>
        <source>In plain nothing vanishes.</source>
        <translation>普通网络里没有什么消失。</translation>
    </message>
    <message>
        <source>In plain nothing vanishes; with a skip it explodes.</source>
        <translation>普通网络里没有什么消失；有跳跃连接则爆炸。</translation>
    </message>
    <message>
        <source>In the deepest maps, {side} x {side}, a batch of 2 has {two} values a channel, a batch of 1 {one}. ImageNet: ResNet-50, Wu and He 2018.</source>
        <translation>在最深的 {side} x {side} 特征图中，批量为 2 时每通道有 {two} 个值，批量为 1 时有 {one} 个。ImageNet：ResNet-50，Wu 与 He 2018。</translation>
    </message>
    <message>
        <source>In the picture the loss goes from {low} to {high}, and in {share} of the cells it is below 1.</source>
        <translation>图中的损失从 {low} 到 {high}；{share} 的格子低于 1。</translation>
    </message>
    <message>
        <source>In {orders} orders of presentation it took {least} to {most}, half of them at most {median}.</source>
        <translation>在 {orders} 种呈现次序中，需要 {least} 到 {most} 次，其中一半不超过 {median} 次。</translation>
    </message>
    <message>
        <source>Inception-ResNet-v2 has them</source>
        <translation>Inception-ResNet-v2 才有</translation>
    </message>
    <message>
        <source>Inflection x³ (1-D)</source>
        <translation>拐点 x³（一维）</translation>
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
        <source>Init C</source>
        <translation>初始化 C</translation>
    </message>
    <message>
        <source>Init D</source>
        <translation>初始化 D</translation>
    </message>
    <message>
        <source>Initial bias</source>
        <translation>初始偏置</translation>
    </message>
    <message>
        <source>Initial scale</source>
        <translation>初始尺度</translation>
    </message>
    <message>
        <source>Initial scales that train: {scales}.</source>
        <translation>能训练的初始尺度：{scales}。</translation>
    </message>
    <message>
        <source>Initial weights: He&apos;s, times this</source>
        <translation>初始权重：He 初始化乘以此值</translation>
    </message>
    <message>
        <source>Initialization of the weights</source>
        <translation>权重的初始化</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Input channels</source>
        <translation>输入通道数</translation>
    </message>
    <message>
        <source>Input side</source>
        <translation>输入边长</translation>
    </message>
    <message>
        <source>Input: {shape}</source>
        <translation>输入：{shape}</translation>
    </message>
    <message>
        <source>Inputs that are all positive give both weights a gradient of one sign in {positive} of the steps: the path can only zig-zag. Centered ones do in {centered}.</source>
        <translation>全为正的输入在 {positive} 的步中使两个权重的梯度同号：路径只能走之字形。中心化的输入为 {centered}。</translation>
    </message>
    <message>
        <source>Inputs that go through the net at once</source>
        <translation>一次通过网络的样本数</translation>
    </message>
    <message>
        <source>Inputs zero</source>
        <translation>输入为零</translation>
    </message>
    <message>
        <source>Insert identities</source>
        <translation>插入恒等层</translation>
    </message>
    <message>
        <source>Instance norm</source>
        <translation>实例归一化</translation>
    </message>
    <message>
        <source>Interpolated variances are never negative between the nets; beyond them {lost} of {all} places have some, and no loss.</source>
        <translation>在两个网络之间，插值的方差从不为负；在它们之外，{all} 个位置中有 {lost} 个出现负方差，没有损失。</translation>
    </message>
    <message>
        <source>Is it healthy?</source>
        <translation>健康吗？</translation>
    </message>
    <message>
        <source>Is this run healthy, and what would make it better?</source>
        <translation>这次训练健康吗？怎样才能更好？</translation>
    </message>
    <message>
        <source>It differs from {net} in: {changes}.</source>
        <translation>与 {net} 的不同：{changes}。</translation>
    </message>
    <message>
        <source>It explodes; nothing vanishes.</source>
        <translation>它爆炸，什么也没有消失。</translation>
    </message>
    <message>
        <source>It has fallen to {share} (loss {loss}).</source>
        <translation>它已降到 {share}（损失 {loss}）。</translation>
    </message>
    <message>
        <source>It has fallen to {share}: cross-entropy gets flat where the net is sure (loss {loss}), whatever the rate.</source>
        <translation>它已降到 {share}：网络有把握时（损失 {loss}）交叉熵变平，与学习率无关。</translation>
    </message>
    <message>
        <source>It is on the clipboard.</source>
        <translation>已复制到剪贴板。</translation>
    </message>
    <message>
        <source>Its numbers for a spreadsheet, CSV</source>
        <translation>图中数据，供电子表格使用，CSV</translation>
    </message>
    <message>
        <source>Its own learning rate; empty: the common one</source>
        <translation>单独的学习率；留空则用公共学习率</translation>
    </message>
    <message>
        <source>Its penalty, {penalty}, is told apart from the training loss.</source>
        <translation>惩罚项 {penalty} 与训练损失分开给出。</translation>
    </message>
    <message>
        <source>Its shift</source>
        <translation>它的偏移</translation>
    </message>
    <message>
        <source>Its start lies {start} of its distance from the center beside the plane, the median point {median}. At the start the loss is {real}, as drawn {drawn}.</source>
        <translation>起点偏离平面的距离为其到中心距离的 {start}，中位数的点为 {median}。起点处的损失是 {real}，画出来是 {drawn}。</translation>
    </message>
    <message>
        <source>Jensen fails: f of the mean, {of_mean} &gt; {mean_of}, the mean of f.</source>
        <translation>Jensen 不等式不成立：均值处的 f 为 {of_mean} &gt; f 的均值 {mean_of}。</translation>
    </message>
    <message>
        <source>Jensen: f has no value at the mean, {mean}.</source>
        <translation>Jensen：f 在均值点 {mean} 处没有值。</translation>
    </message>
    <message>
        <source>Jensen: f of the mean, {of_mean} ≤ {mean_of}, the mean of f.</source>
        <translation>Jensen：均值处的 f 为 {of_mean} ≤ f 的均值 {mean_of}。</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Kind of layer</source>
        <translation>层的种类</translation>
    </message>
    <message>
        <source>Kind of run</source>
        <translation>训练的种类</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>L-BFGS</source>
        <translation>L-BFGS</translation>
    </message>
    <message>
        <source>LN</source>
        <translation>LN</translation>
    </message>
    <message>
        <source>LN is GN(1) within {ln}, IN is GN(C) within {instance}.</source>
        <translation>LN 与 GN(1) 相差不超过 {ln}，IN 与 GN(C) 相差不超过 {instance}。</translation>
    </message>
    <message>
        <source>LN is GN(1) within {ln}.</source>
        <translation>LN 与 GN(1) 相差不超过 {ln}。</translation>
    </message>
    <message>
        <source>Label noise</source>
        <translation>标签噪声</translation>
    </message>
    <message>
        <source>Label t</source>
        <translation>标签 t</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>损失地形</translation>
    </message>
    <message>
        <source>Larger rates train with a norm</source>
        <translation>有归一化时更大的学习率也能训练</translation>
    </message>
    <message>
        <source>Larger rates: flatter</source>
        <translation>较大的学习率：更平坦</translation>
    </message>
    <message>
        <source>Larger te&amp;xt</source>
        <translation>放大文字(&amp;X)</translation>
    </message>
    <message>
        <source>Largest covariance</source>
        <translation>最大协方差</translation>
    </message>
    <message>
        <source>Largest mean</source>
        <translation>最大均值</translation>
    </message>
    <message>
        <source>Largest rate that trains: {rates}.</source>
        <translation>能训练的最大学习率：{rates}。</translation>
    </message>
    <message>
        <source>Last loss</source>
        <translation>最后的损失</translation>
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
        <source>Layer {layer}</source>
        <translation>第 {layer} 层</translation>
    </message>
    <message>
        <source>Layer {layer} is wholly dead: no gradient passes it.</source>
        <translation>第 {layer} 层已全部死亡：梯度无法通过。</translation>
    </message>
    <message>
        <source>Layer {layer}, unit {unit}: {low} … {high}</source>
        <translation>第 {layer} 层，单元 {unit}：{low} … {high}</translation>
    </message>
    <message>
        <source>Layer {layer}: {units} units</source>
        <translation>第 {layer} 层：{units} 个单元</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>布局</translation>
    </message>
    <message>
        <source>LeCun normal</source>
        <translation>LeCun 正态</translation>
    </message>
    <message>
        <source>LeCun uniform</source>
        <translation>LeCun 均匀</translation>
    </message>
    <message>
        <source>LeNet with batch norm</source>
        <translation>带批量归一化的 LeNet</translation>
    </message>
    <message>
        <source>LeNet, sigmoid, rate 1, with BN</source>
        <translation>LeNet，sigmoid，学习率 1，有 BN</translation>
    </message>
    <message>
        <source>LeNet, sigmoid, rate 1, without</source>
        <translation>LeNet，sigmoid，学习率 1，没有 BN</translation>
    </message>
    <message>
        <source>LeNet: five layers, 61,706 weights</source>
        <translation>LeNet：五层，61,706 个权重</translation>
    </message>
    <message>
        <source>Leaky ReLU</source>
        <translation>Leaky ReLU</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Learning rate of SGD, without momentum</source>
        <translation>不带动量的 SGD 的学习率</translation>
    </message>
    <message>
        <source>Learning rate of a new head on a frozen or a fine-tuned trunk</source>
        <translation>冻结或微调的主干上新分类头的学习率</translation>
    </message>
    <message>
        <source>Learning rate of the bend at the start; it falls as a cosine</source>
        <translation>弯点开始时的学习率；按余弦下降</translation>
    </message>
    <message>
        <source>Learning rate of the pretrained trunk; its head has the head&apos;s</source>
        <translation>预训练主干的学习率；其分类头用分类头的学习率</translation>
    </message>
    <message>
        <source>Learning rate of trunk and head from scratch</source>
        <translation>从零训练时主干与分类头的学习率</translation>
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
        <source>Left end of what is drawn and mapped</source>
        <translation>绘制和计算范围的左端</translation>
    </message>
    <message>
        <source>Left, Right on bars</source>
        <translation>柱条上的左、右方向键</translation>
    </message>
    <message>
        <source>Length in seconds</source>
        <translation>时长（秒）</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>讲解</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>讲解</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>水平集高度</translation>
    </message>
    <message>
        <source>Levy</source>
        <translation>Levy</translation>
    </message>
    <message>
        <source>Licenses</source>
        <translation>许可证</translation>
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
        <source>Line</source>
        <translation>直线</translation>
    </message>
    <message>
        <source>Linear regression (data)</source>
        <translation>线性回归（数据）</translation>
    </message>
    <message>
        <source>Linear scaling: η times batch / 32, so that an epoch moves as far whatever the batch</source>
        <translation>线性缩放：η 乘以批量/32，使每轮的总移动量不随批量变化</translation>
    </message>
    <message>
        <source>Lines fitted to the points</source>
        <translation>对这些点拟合的直线</translation>
    </message>
    <message>
        <source>Lion</source>
        <translation>Lion</translation>
    </message>
    <message>
        <source>Logistic regression on two digits (data)</source>
        <translation>两个数字的逻辑回归（数据）</translation>
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
        <source>Loss at its end</source>
        <translation>终点的损失</translation>
    </message>
    <message>
        <source>Loss at {depth}</source>
        <translation>深度 {depth} 的损失</translation>
    </message>
    <message>
        <source>Loss over the plane</source>
        <translation>平面上的损失</translation>
    </message>
    <message>
        <source>Loss over the plane through both nets and the bend</source>
        <translation>过两个网络和弯点的平面上的损失</translation>
    </message>
    <message>
        <source>Loss {train} on training samples ({train_right} right), {test} held out ({test_right} right). The rules were set on small dense nets on the digits.</source>
        <translation>训练样本上的损失 {train}（{train_right} 正确），留出样本上 {test}（{test_right} 正确）。规则是按手写数字上的小全连接网络定的。</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Losses at a point, the lines they fit, nets that learn by them</source>
        <translation>某一点处的各种损失、它们拟合的直线、用它们训练的网络</translation>
    </message>
    <message>
        <source>Losses of</source>
        <translation>预测的是</translation>
    </message>
    <message>
        <source>Lost at every rate that was tried: {names}.</source>
        <translation>在尝试过的每个学习率下都失败：{names}。</translation>
    </message>
    <message>
        <source>Lower end of the map</source>
        <translation>图的下端</translation>
    </message>
    <message>
        <source>Lower end of what is drawn and mapped</source>
        <translation>绘制和计算范围的下端</translation>
    </message>
    <message>
        <source>Lowest</source>
        <translation>最低</translation>
    </message>
    <message>
        <source>Lowest accuracy</source>
        <translation>最低准确率</translation>
    </message>
    <message>
        <source>Lowest learning rate of the box</source>
        <translation>搜索范围内最低的学习率</translation>
    </message>
    <message>
        <source>Lowest test loss of {budget} trainings, median of {known} searches: {medians}.</source>
        <translation>{budget} 次训练中最低的测试损失，{known} 次搜索的中位数：{medians}。</translation>
    </message>
    <message>
        <source>Lowest weight decay of the box</source>
        <translation>搜索范围内最小的权重衰减</translation>
    </message>
    <message>
        <source>MACs</source>
        <translation>乘加次数</translation>
    </message>
    <message>
        <source>MIT license. It runs on this computer alone.</source>
        <translation>MIT 许可证。只在本机运行。</translation>
    </message>
    <message>
        <source>MP4 needs the program ffmpeg, which is not on the PATH. Install it, or &apos;pip install imageio-ffmpeg&apos;.</source>
        <translation>MP4 需要程序 ffmpeg，但 PATH 中没有。请安装它，或运行 &apos;pip install imageio-ffmpeg&apos;。</translation>
    </message>
    <message>
        <source>MP4 needs the program ffmpeg, which is not on the PATH. Install it.</source>
        <translation>MP4 需要程序 ffmpeg，但 PATH 中没有。请安装它。</translation>
    </message>
    <message>
        <source>Make the shallowest plain net deeper by layers that change nothing</source>
        <translation>给最浅的普通网络插入什么也不改变的层，使它变深</translation>
    </message>
    <message>
        <source>Make them own points</source>
        <translation>作为自己的点</translation>
    </message>
    <message>
        <source>Maps [N, C, H, W], or dense features [N, D]</source>
        <translation>特征图 [N, C, H, W]，或全连接特征 [N, D]</translation>
    </message>
    <message>
        <source>Maps of</source>
        <translation>特征图：</translation>
    </message>
    <message>
        <source>Maps off: layer 1</source>
        <translation>特征图相差：第 1 层</translation>
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
        <source>Mean after</source>
        <translation>之后的均值</translation>
    </message>
    <message>
        <source>Mean before</source>
        <translation>之前的均值</translation>
    </message>
    <message>
        <source>Mean for N(0,1)</source>
        <translation>N(0,1) 输入时的均值</translation>
    </message>
    <message>
        <source>Mean of both columns</source>
        <translation>两列的均值</translation>
    </message>
    <message>
        <source>Mean of each channel of the noise, in turn; empty: drawn</source>
        <translation>噪声各通道的均值，依次循环使用；留空则随机抽取</translation>
    </message>
    <message>
        <source>Mean of the runs</source>
        <translation>各次运行的均值</translation>
    </message>
    <message>
        <source>Mean ± std</source>
        <translation>均值 ± 标准差</translation>
    </message>
    <message>
        <source>Means</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Means over the seeds, ± their standard deviation, as far as they have come.</source>
        <translation>各随机种子的平均值，± 为其标准差，按已完成的种子计算。</translation>
    </message>
    <message>
        <source>Measure cost</source>
        <translation>测量耗时</translation>
    </message>
    <message>
        <source>Measure every</source>
        <translation>测量间隔</translation>
    </message>
    <message>
        <source>Measure {count} runs</source>
        <translation>测量 {count} 次训练</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>测得</translation>
    </message>
    <message>
        <source>Measurement</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Measuring takes {share} of the time.</source>
        <translation>测量开销占总时间的 {share}。</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>Minimum</source>
        <translation>极小值点</translation>
    </message>
    <message>
        <source>Moment</source>
        <translation>时刻</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量法</translation>
    </message>
    <message>
        <source>Momentum m</source>
        <translation>动量 m</translation>
    </message>
    <message>
        <source>Momentum read the other way round</source>
        <translation>动量被反过来理解</translation>
    </message>
    <message>
        <source>Momentum β</source>
        <translation>动量 β</translation>
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
        <source>More options</source>
        <translation>更多选项</translation>
    </message>
    <message>
        <source>More trainings: all ways meet</source>
        <translation>训练次数多了，各种方式趋于一致</translation>
    </message>
    <message>
        <source>Move one thing</source>
        <translation>拨动一处</translation>
    </message>
    <message>
        <source>Moving averages converge</source>
        <translation>滑动平均收敛</translation>
    </message>
    <message>
        <source>Muon</source>
        <translation>Muon</translation>
    </message>
    <message>
        <source>N(Wx)</source>
        <translation>N(Wx)</translation>
    </message>
    <message>
        <source>N(aWx)</source>
        <translation>N(aWx)</translation>
    </message>
    <message>
        <source>NAdam</source>
        <translation>NAdam</translation>
    </message>
    <message>
        <source>Names of the rows</source>
        <translation>各行的名称</translation>
    </message>
    <message>
        <source>Nearly |x| (1-D)</source>
        <translation>近似 |x|（一维）</translation>
    </message>
    <message>
        <source>Negative a</source>
        <translation>负的 a</translation>
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
        <source>Nesterov has a line of its own</source>
        <translation>Nesterov 有自己的线</translation>
    </message>
    <message>
        <source>Net</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Nets</source>
        <translation>网络个数</translation>
    </message>
    <message>
        <source>Nets are being trained by each loss from both starts.</source>
        <translation>正在用每种损失从两种起点训练网络。</translation>
    </message>
    <message>
        <source>Nets of one to four layers on the digits; other sizes need thresholds of their own.</source>
        <translation>一到四个隐藏层的网络，手写数字；别的规模需要自己的阈值。</translation>
    </message>
    <message>
        <source>Nets of so many seeds, from this one on: a band</source>
        <translation>从该种子起的若干个网络：画成一条带</translation>
    </message>
    <message>
        <source>Nets of ten layers are being trained, one after another.</source>
        <translation>正在逐个训练十层的网络。</translation>
    </message>
    <message>
        <source>Nets side by side, each at a higher rate than the last</source>
        <translation>并排的网络，每个的学习率都比前一个高</translation>
    </message>
    <message>
        <source>Nets that are trained, each from its own start</source>
        <translation>所训练的网络，各有自己的起点</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>网络结构</translation>
    </message>
    <message>
        <source>New digits right, at the best rate: {ordinary} … {best} from an ordinary start, {sure} … {surest} from a wrong, sure one.</source>
        <translation>在新数字上的正确率（各取最好的学习率）：普通起点 {ordinary} … {best}，错误而肯定的起点 {sure} … {surest}。</translation>
    </message>
    <message>
        <source>New digits: {first} right at depth {shallow} ({one}), {last} at {deep} ({other}): depth is cured, not rewarded.</source>
        <translation>新数字：深度 {shallow} 正确 {first}（{one}），深度 {deep} 为 {last}（{other}）：深度的毛病被治好，却没有换来好处。</translation>
    </message>
    <message>
        <source>Newton</source>
        <translation>牛顿法</translation>
    </message>
    <message>
        <source>Newton is drawn to saddles</source>
        <translation>牛顿法会被鞍点吸引</translation>
    </message>
    <message>
        <source>Newton&apos;s step -H⁻¹g</source>
        <translation>牛顿步 -H⁻¹g</translation>
    </message>
    <message>
        <source>Newton&apos;s steps lead on to where the curvature is 0: undecided.</source>
        <translation>牛顿步继续通向曲率为 0 的点：未定。</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Next lesson</source>
        <translation>下一讲</translation>
    </message>
    <message>
        <source>NiN: no dense layer at all</source>
        <translation>NiN：完全没有全连接层</translation>
    </message>
    <message>
        <source>No chord was found that f rises above; that proves nothing.</source>
        <translation>未找到被 f 超过的弦；这并不证明什么。</translation>
    </message>
    <message>
        <source>No fault is planted, and all five lights are green.</source>
        <translation>没有埋下错误，五盏灯全绿。</translation>
    </message>
    <message>
        <source>No fault is planted, and still red: {red}.</source>
        <translation>没有埋下错误，仍为红灯：{red}。</translation>
    </message>
    <message>
        <source>No pair arrived within {steps} steps.</source>
        <translation>{steps} 步之内没有一组参数到达。</translation>
    </message>
    <message>
        <source>No peak around p = n = {n}: the test error is lowest, {best}, at {size} features, and {last} at {p}.</source>
        <translation>在 p = n = {n} 附近没有尖峰：测试错误率在 {size} 个特征时最低，为 {best}；在 {p} 个特征时为 {last}。</translation>
    </message>
    <message>
        <source>No slope here, so no step: f = {value}.</source>
        <translation>此处没有坡度，因而没有步：f = {value}。</translation>
    </message>
    <message>
        <source>No stride, no chessboard</source>
        <translation>没有步幅，就没有棋盘</translation>
    </message>
    <message>
        <source>No update here: the path has ended, or the method has no rule of its own.</source>
        <translation>此处没有更新：路径已结束，或该方法没有自己的更新规则。</translation>
    </message>
    <message>
        <source>No η up to a million fails to lower f.</source>
        <translation>直到一百万，每个 η 都使 f 下降。</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
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
        <source>Noise: a constant rate hovers</source>
        <translation>噪声：恒定学习率徘徊不前</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无归一化</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Norm</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>Norm [shared over]</source>
        <translation>归一化 [共用轴]</translation>
    </message>
    <message>
        <source>Norm stands</source>
        <translation>归一化位置</translation>
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
        <source>Normalization</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>Normalization of every layer</source>
        <translation>每层的归一化</translation>
    </message>
    <message>
        <source>Norms</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>Not convex: between {a} and {b} f rises above its chord, at {worst}.</source>
        <translation>非凸：在 {a} 与 {b} 之间，f 于 {worst} 处高出弦。</translation>
    </message>
    <message>
        <source>Not filter by filter: another</source>
        <translation>不逐滤波器：另一幅图</translation>
    </message>
    <message>
        <source>Not finite</source>
        <translation>非有限值</translation>
    </message>
    <message>
        <source>Not for small a, nor for negative a</source>
        <translation>a 很小或为负时不成立</translation>
    </message>
    <message>
        <source>Not found by: {green}.</source>
        <translation>没有发现它的：{green}。</translation>
    </message>
    <message>
        <source>Not judged yet</source>
        <translation>尚未判断</translation>
    </message>
    <message>
        <source>Not judged yet: nothing has been measured.</source>
        <translation>尚未判断：还没有测得任何数。</translation>
    </message>
    <message>
        <source>Not measured here, so not judged: {rules}.</source>
        <translation>此处没有测量，因此未作判断：{rules}。</translation>
    </message>
    <message>
        <source>Not shuffled</source>
        <translation>没有打乱</translation>
    </message>
    <message>
        <source>Nothing can be written into the folder {folder}.</source>
        <translation>无法写入文件夹 {folder}。</translation>
    </message>
    <message>
        <source>Nothing can break</source>
        <translation>什么都不会弄坏</translation>
    </message>
    <message>
        <source>Nothing has been computed yet.</source>
        <translation>还没有计算任何内容。</translation>
    </message>
    <message>
        <source>Nothing is computed yet.</source>
        <translation>还没有计算任何内容。</translation>
    </message>
    <message>
        <source>Nothing learned yet</source>
        <translation>还什么都没学到</translation>
    </message>
    <message>
        <source>Nothing makes its maps smaller, so no shift is lost between two pixels: {even} at even shifts, {odd} at odd ones.</source>
        <translation>没有什么缩小它的特征图，所以没有平移落在两个像素之间：偶数平移 {even}，奇数平移 {odd}。</translation>
    </message>
    <message>
        <source>Nothing on this page changes over time.</source>
        <translation>此页没有随时间变化的内容。</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Numbers [N, C, H, W], [N, C, L], [N, T, D] or [N, D]</source>
        <translation>数值 [N, C, H, W]、[N, C, L]、[N, T, D] 或 [N, D]</translation>
    </message>
    <message>
        <source>Numbers x</source>
        <translation>数值 x</translation>
    </message>
    <message>
        <source>Odd</source>
        <translation>奇函数</translation>
    </message>
    <message>
        <source>Of every hidden layer</source>
        <translation>每个隐藏层的激活函数</translation>
    </message>
    <message>
        <source>Of the bend&apos;s training</source>
        <translation>训练弯点时的动量</translation>
    </message>
    <message>
        <source>Of {read} runs {right} read right; from curves alone {share}.</source>
        <translation>{read} 次训练中读对了 {right} 次；仅凭曲线为 {share}。</translation>
    </message>
    <message>
        <source>Off torch.nn by</source>
        <translation>与 torch.nn 之差</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>偏移</translation>
    </message>
    <message>
        <source>Offset channels</source>
        <translation>通道带偏移</translation>
    </message>
    <message>
        <source>Offsets μ</source>
        <translation>偏移 μ</translation>
    </message>
    <message>
        <source>On a linear scale nothing small is tried</source>
        <translation>在线性刻度上，小的值根本没有试到</translation>
    </message>
    <message>
        <source>On the ridge: only noise leaves</source>
        <translation>在山脊上：只有噪声能离开</translation>
    </message>
    <message>
        <source>One class in ten: the floor is 0.33</source>
        <translation>十分之一的少数类：下限是 0.33</translation>
    </message>
    <message>
        <source>One color scale for all outputs</source>
        <translation>所有输出共用一个颜色刻度</translation>
    </message>
    <message>
        <source>One drawn order of the pixels for all pictures</source>
        <translation>所有图片的像素都按同一个随机顺序重排</translation>
    </message>
    <message>
        <source>One end A of the chord, x</source>
        <translation>弦的一端 A，x</translation>
    </message>
    <message>
        <source>One end A of the chord, y</source>
        <translation>弦的一端 A，y</translation>
    </message>
    <message>
        <source>One formula, five axes</source>
        <translation>一个公式，五种轴</translation>
    </message>
    <message>
        <source>One mistake in a training that is else right</source>
        <translation>在其余都正确的训练中埋一个错误</translation>
    </message>
    <message>
        <source>One panel for each question</source>
        <translation>每个面板回答一个问题</translation>
    </message>
    <message>
        <source>One rate for all: a smaller batch takes more steps of the same length.</source>
        <translation>学习率相同：批量越小，同样长度的步数越多。</translation>
    </message>
    <message>
        <source>One step</source>
        <translation>一步</translation>
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
        <source>Only counted here, not trained. A MAC is a multiplication and an addition; “FLOPs” are MACs in some tables, twice as many in others.</source>
        <translation>这里只统计，不训练。一次乘加（MAC）是一次乘法和一次加法；有的表中“FLOPs”就是 MAC，有的表中是它的两倍。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open &amp;beside</source>
        <translation>并排打开(&amp;B)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>Open beside</source>
        <translation>并排打开</translation>
    </message>
    <message>
        <source>Operation</source>
        <translation>运算</translation>
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
        <source>Ordinary start</source>
        <translation>普通起点</translation>
    </message>
    <message>
        <source>Orthogonal</source>
        <translation>正交</translation>
    </message>
    <message>
        <source>Outliers</source>
        <translation>离群点</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Output moved by</source>
        <translation>输出改变</translation>
    </message>
    <message>
        <source>Outputs of the last layer</source>
        <translation>最后一层的输出数</translation>
    </message>
    <message>
        <source>Overfit 20</source>
        <translation>过拟合 20 个</translation>
    </message>
    <message>
        <source>Overfits</source>
        <translation>过拟合</translation>
    </message>
    <message>
        <source>Overfitting 20 passes at {loss}: a head alone learns them; the update ratio 0 tells.</source>
        <translation>过拟合 20 个样本以 {loss} 通过：单靠输出层就能学会；更新比为 0 才说明问题。</translation>
    </message>
    <message>
        <source>Own points</source>
        <translation>自己的点</translation>
    </message>
    <message>
        <source>P&amp;in or unpin</source>
        <translation>固定或取消固定(&amp;I)</translation>
    </message>
    <message>
        <source>Page Up, Page Down</source>
        <translation>Page Up、Page Down</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>Parabola (1-D)</source>
        <translation>抛物线（一维）</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Parameters and MACs of each part</source>
        <translation>各部分的参数与 MAC</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>Part and row</source>
        <translation>部分与行</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>组成部分</translation>
    </message>
    <message>
        <source>Passes through the 1437 training digits</source>
        <translation>遍历 1437 个训练数字的次数</translation>
    </message>
    <message>
        <source>Passes through the samples</source>
        <translation>遍历样本的次数</translation>
    </message>
    <message>
        <source>Passes through the training digits</source>
        <translation>训练数字用过多少遍</translation>
    </message>
    <message>
        <source>Passes through the training samples</source>
        <translation>遍历训练样本的次数</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Paths in a block: groups of its 3 x 3 convolutions</source>
        <translation>块中的路径数：其 3 x 3 卷积的分组数</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Penalty</source>
        <translation>惩罚项</translation>
    </message>
    <message>
        <source>Penalty in the loss</source>
        <translation>损失中的惩罚项</translation>
    </message>
    <message>
        <source>Penalty too strong</source>
        <translation>惩罚太强</translation>
    </message>
    <message>
        <source>Penalty λ</source>
        <translation>惩罚 λ</translation>
    </message>
    <message>
        <source>Per sample</source>
        <translation>按样本数</translation>
    </message>
    <message>
        <source>Permute the pixels</source>
        <translation>打乱像素</translation>
    </message>
    <message>
        <source>Permuted pixels: only the dense net does not mind</source>
        <translation>打乱像素：只有全连接网络不在乎</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Picture in vectors, PDF</source>
        <translation>矢量图，PDF</translation>
    </message>
    <message>
        <source>Picture in vectors, SVG</source>
        <translation>矢量图，SVG</translation>
    </message>
    <message>
        <source>Picture, PNG</source>
        <translation>图片，PNG</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Pictures, curves and tables all show that step.</source>
        <translation>图像、曲线和表格显示的都是这一步。</translation>
    </message>
    <message>
        <source>Pin what is drawn, and run with this change beside it</source>
        <translation>钉住现在所画的，并以此更改在旁边再训练一次</translation>
    </message>
    <message>
        <source>Pin: what is drawn now stays, pale, behind what comes {key}</source>
        <translation>固定：现在的图形以淡色留在之后的图形后面 {key}</translation>
    </message>
    <message>
        <source>Pixels an inch</source>
        <translation>每英寸像素数</translation>
    </message>
    <message>
        <source>Placed: at a drawn spot of a 16 x 16 canvas. Plain: 8 x 8, all in the middle</source>
        <translation>放置：在 16 x 16 画布上随机抽取的位置。原样：8 x 8，都在正中</translation>
    </message>
    <message>
        <source>Placement</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Plain and residual nets of several depths, trained side by side</source>
        <translation>几种深度的普通网络与残差网络，并排训练</translation>
    </message>
    <message>
        <source>Plain digits: nothing to reuse</source>
        <translation>原样数字：没有可复用的</translation>
    </message>
    <message>
        <source>Plain ends at a training loss of {first} at depth {shallow}, of {last} at depth {deep}.</source>
        <translation>普通网络的训练损失，深度 {shallow} 时最终为 {first}，深度 {deep} 时为 {last}。</translation>
    </message>
    <message>
        <source>Plain still gains up to depth {depth}: {before} → {after}.</source>
        <translation>到深度 {depth} 为止，普通网络仍有所得：{before} → {after}。</translation>
    </message>
    <message>
        <source>Plane</source>
        <translation>平面</translation>
    </message>
    <message>
        <source>Planted fault</source>
        <translation>埋下的错误</translation>
    </message>
    <message>
        <source>Planted: {bug}. No light turns red: these checks do not find it.</source>
        <translation>埋下：{bug}。没有红灯：这些检查发现不了它。</translation>
    </message>
    <message>
        <source>Planted: {bug}. Red: {red}.</source>
        <translation>埋下：{bug}。红灯：{red}。</translation>
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
        <source>Point anywhere</source>
        <translation>指向任意处</translation>
    </message>
    <message>
        <source>Point at a bar</source>
        <translation>指向条形</translation>
    </message>
    <message>
        <source>Point at a block or a picture</source>
        <translation>指向方块或图片</translation>
    </message>
    <message>
        <source>Point at a box of the strip</source>
        <translation>指向长条图中的方框</translation>
    </message>
    <message>
        <source>Point at a box, a bar or a row; the arrows ← → step through the parts.</source>
        <translation>请指向方框、条形或表中的行；方向键 ← → 逐部分移动。</translation>
    </message>
    <message>
        <source>Point at a curve</source>
        <translation>指向一条曲线</translation>
    </message>
    <message>
        <source>Point at a map</source>
        <translation>指向一张图</translation>
    </message>
    <message>
        <source>Point at a row of the table</source>
        <translation>指向表中的一行</translation>
    </message>
    <message>
        <source>Point at the curves</source>
        <translation>指向曲线</translation>
    </message>
    <message>
        <source>Point x</source>
        <translation>点 x</translation>
    </message>
    <message>
        <source>Point y</source>
        <translation>点 y</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>点</translation>
    </message>
    <message>
        <source>Points a step</source>
        <translation>每步的点数</translation>
    </message>
    <message>
        <source>Pooling</source>
        <translation>池化</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Powers of ten from the map&apos;s best rate, {best}: the range test&apos;s minimum/10 {tenth}, steepest by log η {by_log}, by η {by_value}.</source>
        <translation>与图中最好的学习率 {best} 相差的数量级：范围测试的最低点/10 {tenth}，按 log η 最陡处 {by_log}，按 η 最陡处 {by_value}。</translation>
    </message>
    <message>
        <source>Pre-activation: BN and ReLU come first</source>
        <translation>预激活：BN 与 ReLU 在前</translation>
    </message>
    <message>
        <source>Preprocess</source>
        <translation>预处理</translation>
    </message>
    <message>
        <source>Preprocessing</source>
        <translation>预处理</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Press play, or drag the slider.</source>
        <translation>请按播放，或拖动滑块。</translation>
    </message>
    <message>
        <source>Pretraining</source>
        <translation>预训练</translation>
    </message>
    <message>
        <source>Pretraining on the digits 0-4: step {step} of {steps}.</source>
        <translation>在数字 0-4 上预训练：第 {step} 步，共 {steps} 步。</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>上一个</translation>
    </message>
    <message>
        <source>Previous lesson</source>
        <translation>上一讲</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Projection</source>
        <translation>投影</translation>
    </message>
    <message>
        <source>Propose cadence</source>
        <translation>建议测量间隔</translation>
    </message>
    <message>
        <source>Pure Inception v4 has no skips</source>
        <translation>纯粹的 Inception v4 没有跳跃连接</translation>
    </message>
    <message>
        <source>Quadratic of chosen condition</source>
        <translation>可选条件数的二次函数</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>量</translation>
    </message>
    <message>
        <source>Quartic x⁴ (1-D)</source>
        <translation>四次函数 x⁴（一维）</translation>
    </message>
    <message>
        <source>RAdam</source>
        <translation>RAdam</translation>
    </message>
    <message>
        <source>RMS</source>
        <translation>RMS</translation>
    </message>
    <message>
        <source>RMS dL/dW</source>
        <translation>dL/dW RMS</translation>
    </message>
    <message>
        <source>RMS dL/dz</source>
        <translation>dL/dz 的 RMS</translation>
    </message>
    <message>
        <source>RMS norm</source>
        <translation>RMS 归一化</translation>
    </message>
    <message>
        <source>RMS of dL/dW</source>
        <translation>dL/dW 的 RMS</translation>
    </message>
    <message>
        <source>RMS of dL/dh</source>
        <translation>dL/dh 的 RMS</translation>
    </message>
    <message>
        <source>RMS of dL/dz</source>
        <translation>dL/dz 的 RMS</translation>
    </message>
    <message>
        <source>RMS of h</source>
        <translation>h 的 RMS</translation>
    </message>
    <message>
        <source>RMS of z</source>
        <translation>z 的 RMS</translation>
    </message>
    <message>
        <source>RMSprop</source>
        <translation>RMSprop</translation>
    </message>
    <message>
        <source>Random beats a grid, three times of four</source>
        <translation>随机胜过网格，四次中有三次</translation>
    </message>
    <message>
        <source>Random features of the model whose numbers are told</source>
        <translation>给出数值的那个模型的随机特征数</translation>
    </message>
    <message>
        <source>Range of z ±</source>
        <translation>z 的范围 ±</translation>
    </message>
    <message>
        <source>Rare weight off by</source>
        <translation>稀有特征权重误差</translation>
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
        <source>Rate against momentum, with theory&apos;s limit</source>
        <translation>学习率与动量，及理论界限</translation>
    </message>
    <message>
        <source>Rate changes</source>
        <translation>学习率变更</translation>
    </message>
    <message>
        <source>Rate decay κ</source>
        <translation>学习率衰减 κ</translation>
    </message>
    <message>
        <source>Rate from</source>
        <translation>学习率下限</translation>
    </message>
    <message>
        <source>Rate of the bend</source>
        <translation>弯点的学习率</translation>
    </message>
    <message>
        <source>Rate to</source>
        <translation>学习率上限</translation>
    </message>
    <message>
        <source>Rate too high</source>
        <translation>学习率太高</translation>
    </message>
    <message>
        <source>Rate too low</source>
        <translation>学习率太低</translation>
    </message>
    <message>
        <source>Rate η</source>
        <translation>学习率 η</translation>
    </message>
    <message>
        <source>Rate, fine-tuned trunk</source>
        <translation>学习率：微调的主干</translation>
    </message>
    <message>
        <source>Rate, from scratch</source>
        <translation>学习率：从零训练</translation>
    </message>
    <message>
        <source>Rate, head</source>
        <translation>学习率：分类头</translation>
    </message>
    <message>
        <source>Rates</source>
        <translation>学习率图</translation>
    </message>
    <message>
        <source>Rates that were chosen on the way, so that a live run replays</source>
        <translation>途中改变的学习率，使实时运行可以重放</translation>
    </message>
    <message>
        <source>Rates: crawl, swing, diverge</source>
        <translation>学习率：爬行、振荡、发散</translation>
    </message>
    <message>
        <source>Ratio of spreads</source>
        <translation>标准差之比</translation>
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
        <source>Raw digits saturate layer 1</source>
        <translation>原始数字使第 1 层饱和</translation>
    </message>
    <message>
        <source>ReLU</source>
        <translation>ReLU</translation>
    </message>
    <message>
        <source>ReLU on the output</source>
        <translation>输出上有 ReLU</translation>
    </message>
    <message>
        <source>ReLU, He</source>
        <translation>ReLU，He</translation>
    </message>
    <message>
        <source>ReLU, skips</source>
        <translation>ReLU，跳跃连接</translation>
    </message>
    <message>
        <source>ReLU, then norm</source>
        <translation>先 ReLU，后归一化</translation>
    </message>
    <message>
        <source>ReLU: Xavier decays, He keeps</source>
        <translation>ReLU：Xavier 衰减，He 保持</translation>
    </message>
    <message>
        <source>Reach</source>
        <translation>到达半径</translation>
    </message>
    <message>
        <source>Read as {axes}.</source>
        <translation>按 {axes} 读取。</translation>
    </message>
    <message>
        <source>Read by all that is measured</source>
        <translation>凭全部测量来读</translation>
    </message>
    <message>
        <source>Read by the curves alone</source>
        <translation>仅凭曲线来读</translation>
    </message>
    <message>
        <source>Read right</source>
        <translation>读对</translation>
    </message>
    <message>
        <source>Read what came out</source>
        <translation>读出结果</translation>
    </message>
    <message>
        <source>Real nets</source>
        <translation>真实网络</translation>
    </message>
    <message>
        <source>Receptive field on a photo</source>
        <translation>照片上的感受野</translation>
    </message>
    <message>
        <source>Red or green</source>
        <translation>红或绿</translation>
    </message>
    <message>
        <source>Red: theory&apos;s limit.</source>
        <translation>红线：理论极限。</translation>
    </message>
    <message>
        <source>Regression on a rare feature (data)</source>
        <translation>稀有特征的回归（数据）</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove the pin {key}</source>
        <translation>取消固定 {key}</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>Repetitions</source>
        <translation>重复次数</translation>
    </message>
    <message>
        <source>ResNeXt: same cost, 32 paths</source>
        <translation>ResNeXt：成本相同，32 条路径</translation>
    </message>
    <message>
        <source>ResNet-18 of d2l</source>
        <translation>d2l 的 ResNet-18</translation>
    </message>
    <message>
        <source>ResNet-18: 18 layers, and three more</source>
        <translation>ResNet-18：18 层，另有三层</translation>
    </message>
    <message>
        <source>Rescaled by</source>
        <translation>重新缩放</translation>
    </message>
    <message>
        <source>Rescaled, the same picture</source>
        <translation>重新缩放，同一幅图</translation>
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
        <source>Residual</source>
        <translation>残差连接</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Reuse</source>
        <translation>复用</translation>
    </message>
    <message>
        <source>Rho ρ</source>
        <translation>系数 ρ</translation>
    </message>
    <message>
        <source>Ridge λ</source>
        <translation>岭惩罚 λ</translation>
    </message>
    <message>
        <source>Right end of the map</source>
        <translation>图的右端</translation>
    </message>
    <message>
        <source>Right end of what is drawn and mapped</source>
        <translation>绘制和计算范围的右端</translation>
    </message>
    <message>
        <source>Right on new digits</source>
        <translation>新数字的正确率</translation>
    </message>
    <message>
        <source>Right: {count} examples a class; a click on the left chooses</source>
        <translation>右侧：每类 {count} 个样本；在左图单击可选择</translation>
    </message>
    <message>
        <source>Rise over</source>
        <translation>上坡距离</translation>
    </message>
    <message>
        <source>Rosenbrock</source>
        <translation>Rosenbrock</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Rows of numbers [N, D]</source>
        <translation>数值行 [N, D]</translation>
    </message>
    <message>
        <source>Rows of the cloud</source>
        <translation>点云的行数</translation>
    </message>
    <message>
        <source>Rprop</source>
        <translation>Rprop</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Run beside: {settings}</source>
        <translation>在旁边训练：{settings}</translation>
    </message>
    <message>
        <source>Run {number}</source>
        <translation>训练 {number}</translation>
    </message>
    <message>
        <source>Run {number} is</source>
        <translation>训练 {number} 是</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Runs along each side of the map</source>
        <translation>图每边的运行次数</translation>
    </message>
    <message>
        <source>Runs of each</source>
        <translation>每种的次数</translation>
    </message>
    <message>
        <source>Runs of each of eleven kinds: ten illnesses, and none</source>
        <translation>十一种中每种的训练次数：十种毛病，以及没有毛病</translation>
    </message>
    <message>
        <source>Runs of everything, each with a seed of its own; shown are their means</source>
        <translation>全部训练重复的次数，每次使用各自的随机种子；显示平均值</translation>
    </message>
    <message>
        <source>Runs that would be longer are cut short</source>
        <translation>更长的训练会被截短</translation>
    </message>
    <message>
        <source>Runs with each value, paired by their starts</source>
        <translation>每个取值的运行次数，按起点配对</translation>
    </message>
    <message>
        <source>SAM ρ</source>
        <translation>SAM ρ</translation>
    </message>
    <message>
        <source>SAM&apos;s ρ</source>
        <translation>SAM 的 ρ</translation>
    </message>
    <message>
        <source>SAM: flatter, and better here</source>
        <translation>SAM：更平坦，在这里也更好</translation>
    </message>
    <message>
        <source>SELU</source>
        <translation>SELU</translation>
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
        <source>Saddlepoint closed unexpectedly. Restore your work?</source>
        <translation>Saddlepoint 上次意外关闭。要恢复您的工作吗？</translation>
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
        <source>Samples a step</source>
        <translation>每步的样本数</translation>
    </message>
    <message>
        <source>Samples in a batch</source>
        <translation>一个批量的样本数</translation>
    </message>
    <message>
        <source>Samples in a step; all of them, if there are fewer</source>
        <translation>每步的样本数；不足时取全部</translation>
    </message>
    <message>
        <source>Samples in each gradient, the same order for all; 0: the whole data set</source>
        <translation>每个梯度所用的样本数，所有参赛者顺序相同；0：整个数据集</translation>
    </message>
    <message>
        <source>Samples n</source>
        <translation>样本数 n</translation>
    </message>
    <message>
        <source>Samples n in a batch</source>
        <translation>一个批量的样本数 n</translation>
    </message>
    <message>
        <source>Samples of a step</source>
        <translation>每步的样本数</translation>
    </message>
    <message>
        <source>Samples that its evaluations have looked at so far</source>
        <translation>至此求值所看过的样本数</translation>
    </message>
    <message>
        <source>Saturated for z</source>
        <translation>饱和区 z</translation>
    </message>
    <message>
        <source>Saturated, yet the gradient grows</source>
        <translation>已饱和，梯度却增长</translation>
    </message>
    <message>
        <source>Save session</source>
        <translation>保存会话</translation>
    </message>
    <message>
        <source>Save session &amp;as…</source>
        <translation>会话另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>已保存：{path}</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>色阶</translation>
    </message>
    <message>
        <source>Scale A σ</source>
        <translation>尺度 A σ</translation>
    </message>
    <message>
        <source>Scale B σ</source>
        <translation>尺度 B σ</translation>
    </message>
    <message>
        <source>Scale C σ</source>
        <translation>尺度 C σ</translation>
    </message>
    <message>
        <source>Scale D σ</source>
        <translation>尺度 D σ</translation>
    </message>
    <message>
        <source>Scale the rate</source>
        <translation>学习率随批量缩放</translation>
    </message>
    <message>
        <source>Scale γ</source>
        <translation>缩放 γ</translation>
    </message>
    <message>
        <source>Scale γ of each channel, in turn; empty: the one above</source>
        <translation>各通道的缩放 γ，依次循环使用；留空则用上面的值</translation>
    </message>
    <message>
        <source>Scale γ of every channel</source>
        <translation>每个通道的缩放 γ</translation>
    </message>
    <message>
        <source>Scale σ</source>
        <translation>尺度 σ</translation>
    </message>
    <message>
        <source>Scale σ of every side that has none of its own</source>
        <translation>没有单独设定的各侧所用的尺度 σ</translation>
    </message>
    <message>
        <source>Scale σ of this side&apos;s weights; without one of its own, the common σ</source>
        <translation>这一侧权重的尺度 σ；未单独设定时用共同的 σ</translation>
    </message>
    <message>
        <source>Scaled weights</source>
        <translation>缩放权重</translation>
    </message>
    <message>
        <source>Scales σ</source>
        <translation>尺度 σ</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>学习率调度</translation>
    </message>
    <message>
        <source>Score z</source>
        <translation>得分 z</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the licenses</source>
        <translation>搜索许可证</translation>
    </message>
    <message>
        <source>Searches</source>
        <translation>搜索次数</translation>
    </message>
    <message>
        <source>Searches by each way, with other points each time</source>
        <translation>每种方式搜索的次数，每次的点都不同</translation>
    </message>
    <message>
        <source>Second task</source>
        <translation>第二个任务</translation>
    </message>
    <message>
        <source>See why training works, or does not</source>
        <translation>看清训练为什么行，或者不行</translation>
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
        <source>Seed {number} of {count}</source>
        <translation>第 {number} 个种子，共 {count} 个</translation>
    </message>
    <message>
        <source>Seed {seed} of {seeds}: {count} examples of each of 5-9</source>
        <translation>种子 {seed}/{seeds}：5-9 每类 {count} 个样本</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>种子数</translation>
    </message>
    <message>
        <source>Sees, px</source>
        <translation>感受野（像素）</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Sessions (*{suffix})</source>
        <translation>会话 (*{suffix})</translation>
    </message>
    <message>
        <source>Sets of digits: BCE {bce}, softmax {softmax}; their sizes known, {bce_top} and {softmax_top}.</source>
        <translation>判对的数字集合：BCE {bce}，softmax {softmax}；已知个数时 {bce_top} 和 {softmax_top}。</translation>
    </message>
    <message>
        <source>Settings and charts</source>
        <translation>设置与图表</translation>
    </message>
    <message>
        <source>Settles fastest, in {steps} steps, with {x_name} {x} and {y_name} {y}</source>
        <translation>最快：{steps} 步即稳定，此时{x_name}为 {x}，{y_name}为 {y}</translation>
    </message>
    <message>
        <source>Shaded: no negative eigenvalue. Arrows: blue bends upwards, orange downwards.</source>
        <translation>阴影：没有负特征值。箭头：蓝色方向向上弯，橙色方向向下弯。</translation>
    </message>
    <message>
        <source>Share of starts</source>
        <translation>起点占比</translation>
    </message>
    <message>
        <source>Share of the hidden units that each step leaves out</source>
        <translation>每步略去的隐藏单元所占的比例</translation>
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
        <source>Share of the points that lie far below the line</source>
        <translation>远在直线下方的点所占比例</translation>
    </message>
    <message>
        <source>Share of the running means kept from step to step</source>
        <translation>每一步保留的滑动均值比例</translation>
    </message>
    <message>
        <source>Share of the training labels that are drawn anew</source>
        <translation>重新抽取的训练标签所占比例</translation>
    </message>
    <message>
        <source>Share of the velocity that is kept, Adam&apos;s β₁; it can be changed while the net learns</source>
        <translation>保留的速度比例，Adam 的 β₁；网络学习时可以改变</translation>
    </message>
    <message>
        <source>Share of the velocity that is kept, Adam&apos;s β₁; it can be changed while the net trains</source>
        <translation>速度所保留的比例，即 Adam 的 β₁；训练时可以更改</translation>
    </message>
    <message>
        <source>Share that the statistics do not see</source>
        <translation>留出的比例，统计量看不到这一部分</translation>
    </message>
    <message>
        <source>Share μ of the velocity kept from step to step</source>
        <translation>每一步保留的速度比例 μ</translation>
    </message>
    <message>
        <source>Share τ of each gradient after the first that the velocity leaves out</source>
        <translation>从第二步起，速度舍去每个梯度的比例 τ</translation>
    </message>
    <message>
        <source>Shift with a drag, the wheel or keys</source>
        <translation>按住 Shift 拖动、滚动或按键</translation>
    </message>
    <message>
        <source>Shift {n}</source>
        <translation>平移 {n}</translation>
    </message>
    <message>
        <source>Shift β</source>
        <translation>平移 β</translation>
    </message>
    <message>
        <source>Shift β of each channel, in turn; empty: the one above</source>
        <translation>各通道的平移 β，依次循环使用；留空则用上面的值</translation>
    </message>
    <message>
        <source>Shift β of every channel</source>
        <translation>每个通道的平移 β</translation>
    </message>
    <message>
        <source>Show an eighth of the samples first</source>
        <translation>先显示八分之一的样本</translation>
    </message>
    <message>
        <source>Show its rule and hyper-parameters</source>
        <translation>显示其更新规则和超参数</translation>
    </message>
    <message>
        <source>Show me</source>
        <translation>演示给我看</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation>打乱</translation>
    </message>
    <message>
        <source>Shuffled labels</source>
        <translation>打乱标签</translation>
    </message>
    <message>
        <source>SiLU</source>
        <translation>SiLU</translation>
    </message>
    <message>
        <source>Signals</source>
        <translation>信号</translation>
    </message>
    <message>
        <source>Since step {since} λ1 has not come to the line {line}: at most {share} of it, at step {step}.</source>
        <translation>从第 {since} 步起，λ1 没有到达线 {line}：最多到线的 {share}，在第 {step} 步。</translation>
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
        <source>Skips</source>
        <translation>跳跃连接</translation>
    </message>
    <message>
        <source>Slope a</source>
        <translation>斜率 a</translation>
    </message>
    <message>
        <source>Slope a of leaky ReLU below zero</source>
        <translation>Leaky ReLU 在零以下的斜率 a</translation>
    </message>
    <message>
        <source>Slope a of leaky ReLU below zero; He&apos;s initialization takes it into account</source>
        <translation>Leaky ReLU 在零以下的斜率 a；He 初始化会将其计入</translation>
    </message>
    <message>
        <source>Slopes through your points: {slopes}.</source>
        <translation>对你的点拟合的斜率：{slopes}。</translation>
    </message>
    <message>
        <source>Slopes with {share} outliers, where {true} is right: {slopes}.</source>
        <translation>有 {share} 离群点时的斜率（正确的是 {true}）：{slopes}。</translation>
    </message>
    <message>
        <source>Small batches stay below the line</source>
        <translation>小批量停在线下</translation>
    </message>
    <message>
        <source>Small batches wander: less of the path is shown</source>
        <translation>小批量会游荡：画出的路径更少</translation>
    </message>
    <message>
        <source>Small batches: flatter</source>
        <translation>小批量：更平坦</translation>
    </message>
    <message>
        <source>Small nets trained on digits in one place and tested on moved ones</source>
        <translation>小网络：在一处的数字上训练，用移动过的数字测试</translation>
    </message>
    <message>
        <source>Smooth L1: far away as L1, near as L2</source>
        <translation>平滑 L1：远处像 L1，近处像 L2</translation>
    </message>
    <message>
        <source>So far: {name}</source>
        <translation>到目前为止：{name}</translation>
    </message>
    <message>
        <source>Softmax twice: it learns, slowly</source>
        <translation>两次 softmax：能学，但很慢</translation>
    </message>
    <message>
        <source>Solve</source>
        <translation>揭晓</translation>
    </message>
    <message>
        <source>Solved, without a guess.</source>
        <translation>已揭晓，没有作过猜测。</translation>
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
        <source>Sources</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>Space plays and pauses, the arrow keys go step by step, R begins anew. The line in the curves stands at the same step.</source>
        <translation>空格键播放和暂停，方向键逐步移动，R 重新开始。曲线图中的竖线停在同一步。</translation>
    </message>
    <message>
        <source>Sparse, 15 a unit</source>
        <translation>稀疏，每单元 15 个</translation>
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
        <source>Spirals: one layer of 4 gets lost</source>
        <translation>螺旋：一层 4 个单元跟不上</translation>
    </message>
    <message>
        <source>Spirals: two layers of 16 follow</source>
        <translation>螺旋：两层各 16 个单元跟得上</translation>
    </message>
    <message>
        <source>Squared error</source>
        <translation>平方误差</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Standard deviation of the last layer&apos;s weights at the start; He: √(2 / inputs)</source>
        <translation>最后一层权重的初始标准差；He：√(2 / 输入数)</translation>
    </message>
    <message>
        <source>Standard deviation of the noise on x and y</source>
        <translation>x 与 y 上噪声的标准差</translation>
    </message>
    <message>
        <source>Standard deviation σ of the noise on each coordinate</source>
        <translation>各坐标上噪声的标准差 σ</translation>
    </message>
    <message>
        <source>Standardize</source>
        <translation>标准化</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>初值</translation>
    </message>
    <message>
        <source>Start fresh</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Start too large</source>
        <translation>初值太大</translation>
    </message>
    <message>
        <source>Start too small</source>
        <translation>初值太小</translation>
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
        <source>Start {start}: {said}</source>
        <translation>起点 {start}：{said}</translation>
    </message>
    <message>
        <source>Starts</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Starts along each side of the domain</source>
        <translation>区域每边的起点数</translation>
    </message>
    <message>
        <source>Std after</source>
        <translation>之后的标准差</translation>
    </message>
    <message>
        <source>Std before</source>
        <translation>之前的标准差</translation>
    </message>
    <message>
        <source>Std of each channel of the noise, in turn; empty: drawn</source>
        <translation>噪声各通道的标准差，依次循环使用；留空则随机抽取</translation>
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
        <source>Step size η of SGD with momentum 0.9</source>
        <translation>动量为 0.9 的 SGD 的步长 η</translation>
    </message>
    <message>
        <source>Step size η of all runs</source>
        <translation>所有运行的步长 η</translation>
    </message>
    <message>
        <source>Step size η of every competitor that has none of its own</source>
        <translation>步长 η，用于没有单独设置学习率的参赛者</translation>
    </message>
    <message>
        <source>Step size η of plain SGD</source>
        <translation>普通 SGD 的步长 η</translation>
    </message>
    <message>
        <source>Step size η of the gradient step</source>
        <translation>梯度步的步长 η</translation>
    </message>
    <message>
        <source>Step size η of the two weights&apos; descent</source>
        <translation>两个权重下降的步长 η</translation>
    </message>
    <message>
        <source>Step size η that scales every update</source>
        <translation>缩放每次更新的步长 η</translation>
    </message>
    <message>
        <source>Step size η, unless the optimizer has one of its own</source>
        <translation>步长 η，用于没有单独设置学习率的优化器</translation>
    </message>
    <message>
        <source>Step size η; it can be changed while the net learns, and the line moves with it</source>
        <translation>步长 η；网络学习时可以改变，线随之移动</translation>
    </message>
    <message>
        <source>Step size η; it can be changed while the net trains</source>
        <translation>步长 η；训练途中可以改变</translation>
    </message>
    <message>
        <source>Step size η; it can be changed while the nets train</source>
        <translation>步长 η，训练过程中可以改变</translation>
    </message>
    <message>
        <source>Step {step} of {total}; so far on {tested} test digits.</source>
        <translation>第 {step} 步，共 {total} 步；目前用 {tested} 个测试数字。</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Steps between measurements of λ</source>
        <translation>两次测量 λ 之间的步数</translation>
    </message>
    <message>
        <source>Steps between measurements; every fifth asks all data</source>
        <translation>两次测量之间的步数；每第五次检验全部数据</translation>
    </message>
    <message>
        <source>Steps between measurements; every second asks samples of all data</source>
        <translation>两次测量之间的步数；每隔一次还考察全部数据中的样本</translation>
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
        <source>Steps of Adam on the digits 0-4</source>
        <translation>在数字 0-4 上的 Adam 步数</translation>
    </message>
    <message>
        <source>Steps of Adam on the new task</source>
        <translation>在新任务上的 Adam 步数</translation>
    </message>
    <message>
        <source>Steps of the run</source>
        <translation>运行的步数</translation>
    </message>
    <message>
        <source>Steps to settle, median</source>
        <translation>稳定所需步数（中位数）</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop at loss</source>
        <translation>停止损失</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>数据流</translation>
    </message>
    <message>
        <source>Strides alias: a chessboard</source>
        <translation>步幅造成混叠：棋盘</translation>
    </message>
    <message>
        <source>Styblinski-Tang</source>
        <translation>Styblinski-Tang</translation>
    </message>
    <message>
        <source>Subtract the training pixels&apos; mean, and divide by their standard deviation</source>
        <translation>减去训练像素的均值，再除以其标准差</translation>
    </message>
    <message>
        <source>Sure and wrong: squared error lets go</source>
        <translation>肯定而错误：平方误差放手不管</translation>
    </message>
    <message>
        <source>Sureness</source>
        <translation>肯定程度</translation>
    </message>
    <message>
        <source>Surface</source>
        <translation>曲面</translation>
    </message>
    <message>
        <source>Symmetry steps</source>
        <translation>对称性步数</translation>
    </message>
    <message>
        <source>Tab to a slider, a box or a button</source>
        <translation>用 Tab 选中滑块、复选框或按钮</translation>
    </message>
    <message>
        <source>Table of rows</source>
        <translation>各行的表</translation>
    </message>
    <message>
        <source>Table: {columns}</source>
        <translation>表：{columns}</translation>
    </message>
    <message>
        <source>Take back your last change: press {undo}.</source>
        <translation>请撤销最后一次改动：按 {undo}。</translation>
    </message>
    <message>
        <source>Take hold of the picture</source>
        <translation>直接操作图像</translation>
    </message>
    <message>
        <source>Take one step of the training, and stay paused</source>
        <translation>训练一步，并保持暂停</translation>
    </message>
    <message>
        <source>Ten sigmoid layers: stuck, pretrained, surpassed</source>
        <translation>十层 sigmoid：停滞、预训练、被取代</translation>
    </message>
    <message>
        <source>Test accuracy {at_far} against {at_near} ({p}).</source>
        <translation>测试准确率 {at_far}，对 {at_near}（{p}）。</translation>
    </message>
    <message>
        <source>Test accuracy: no difference ({p}): {at_far} and {at_near}.</source>
        <translation>测试准确率：没有差别（{p}）：{at_far} 和 {at_near}。</translation>
    </message>
    <message>
        <source>Test by</source>
        <translation>测试的度量</translation>
    </message>
    <message>
        <source>Test digits</source>
        <translation>测试数字</translation>
    </message>
    <message>
        <source>Test error</source>
        <translation>测试错误率</translation>
    </message>
    <message>
        <source>Test error at a batch of {most} and of {least}: {found}.</source>
        <translation>批量为 {most} 与 {least} 时的测试错误率：{found}。</translation>
    </message>
    <message>
        <source>Test error {low} at {few} features, {high} at {top} where a model can just fit all {n} samples, and {last} at {p}: double descent.</source>
        <translation>测试错误率在 {few} 个特征时为 {low}，在 {top} 个特征时为 {high}（模型刚好能拟合全部 {n} 个样本），在 {p} 个特征时为 {last}：双下降。</translation>
    </message>
    <message>
        <source>Test loss over the box</source>
        <translation>搜索范围内的测试损失</translation>
    </message>
    <message>
        <source>Test loss over λmax</source>
        <translation>测试损失对 λmax</translation>
    </message>
    <message>
        <source>Test loss {at_far} against {at_near} ({p}), lower in {better} of {all} pairs.</source>
        <translation>测试损失 {at_far}，对 {at_near}（{p}），{all} 对中有 {better} 对更低。</translation>
    </message>
    <message>
        <source>Test loss: no difference ({p}): {at_far} and {at_near}.</source>
        <translation>测试损失：没有差别（{p}）：{at_far} 和 {at_near}。</translation>
    </message>
    <message>
        <source>That is more than {most} million pixels.</source>
        <translation>超过了 {most} 百万像素。</translation>
    </message>
    <message>
        <source>That is the start&apos;s scale at the head, no mistake: ln C holds for a small head.</source>
        <translation>这是输出层的初始尺度，不是错误：输出层很小时才有 ln C。</translation>
    </message>
    <message>
        <source>That is with statistics re-estimated at each place. With interpolated ones it is {mixed}, of which {share} is wrong statistics; with one end&apos;s {first}, and the other net itself then has loss {loss} and accuracy {accuracy}.</source>
        <translation>这是在每个位置重新估计统计量的结果。用插值的统计量则为 {mixed}，其中 {share} 是错误的统计量；用一端的统计量则为 {first}，另一个网络本身的损失就成了 {loss}，准确率 {accuracy}。</translation>
    </message>
    <message>
        <source>The GPU failed, so the CPU did the work: {reason}</source>
        <translation>GPU 出错，已改由 CPU 计算：{reason}</translation>
    </message>
    <message>
        <source>The Hessian has no negative eigenvalue on {share} of the domain.</source>
        <translation>Hessian 矩阵在区域的 {share} 上没有负特征值。</translation>
    </message>
    <message>
        <source>The answer is wrong and sure; {losses} hardly pulls.</source>
        <translation>答案错误而肯定，{losses}几乎不拉。</translation>
    </message>
    <message>
        <source>The backward pass, node by node</source>
        <translation>逐个节点的反向传播</translation>
    </message>
    <message>
        <source>The batch as a block</source>
        <translation>以方块表示的批量</translation>
    </message>
    <message>
        <source>The batch x, 2 to 12 values</source>
        <translation>批量 x，2 到 12 个值</translation>
    </message>
    <message>
        <source>The batch: crops of photos, digits, noise, typed numbers, your pictures, or a file</source>
        <translation>批量：照片的裁剪、数字、噪声、输入的数值、自己的图片，或文件</translation>
    </message>
    <message>
        <source>The checks are being made.</source>
        <translation>正在检查。</translation>
    </message>
    <message>
        <source>The curvature along the last step is {share} of it all the same: a step counts the kinks that it crosses, the Hessian at a point does not.</source>
        <translation>尽管如此，沿最近一步的曲率是线的 {share}：一步会计入它跨过的折点，而某一点的 Hessian 不会。</translation>
    </message>
    <message>
        <source>The curve rises by {curve}, {share} of that; it was under {low} after {reached} steps.</source>
        <translation>曲线升高 {curve}，为直线的 {share}；{reached} 步后已低于 {low}。</translation>
    </message>
    <message>
        <source>The curve rises nowhere; it was under {low} of that after {reached} steps.</source>
        <translation>曲线处处不升高；{reached} 步后已低于直线的 {low}。</translation>
    </message>
    <message>
        <source>The data drift, prediction is off</source>
        <translation>数据漂移，预测失准</translation>
    </message>
    <message>
        <source>The deep net contains the shallow one</source>
        <translation>深网络包含浅网络</translation>
    </message>
    <message>
        <source>The definition, or what is often written in its place</source>
        <translation>按定义，或常被写成的其他形式</translation>
    </message>
    <message>
        <source>The depth whose blocks are shown</source>
        <translation>显示哪个深度的各块</translation>
    </message>
    <message>
        <source>The digit of the class -1</source>
        <translation>类别 −1 的数字</translation>
    </message>
    <message>
        <source>The digit of the class 1</source>
        <translation>类别 1 的数字</translation>
    </message>
    <message>
        <source>The digit&apos;s maps come after the first epoch.</source>
        <translation>第一轮之后才有这个数字的特征图。</translation>
    </message>
    <message>
        <source>The dragged digit and its maps</source>
        <translation>拖动的数字及其特征图</translation>
    </message>
    <message>
        <source>The first column&apos;s spread over the second&apos;s</source>
        <translation>第一列与第二列的标准差之比</translation>
    </message>
    <message>
        <source>The first layer times this, the second divided by it: the same function</source>
        <translation>第一层乘以它，第二层除以它：函数不变</translation>
    </message>
    <message>
        <source>The first loss is {first}; a random guess loses ln 10 = {nothing}.</source>
        <translation>首个损失为 {first}；随机猜测的损失为 ln 10 = {nothing}。</translation>
    </message>
    <message>
        <source>The first step within the tolerance of the lowest known minimum</source>
        <translation>损失首次进入最低已知极小值容差之内的步</translation>
    </message>
    <message>
        <source>The function that is minimized</source>
        <translation>要最小化的函数</translation>
    </message>
    <message>
        <source>The gradient dL/dy from above, one for each value</source>
        <translation>来自上方的梯度 dL/dy，每个值对应一个</translation>
    </message>
    <message>
        <source>The gradient is 0 here, or nearly: {verdict}.</source>
        <translation>此处梯度为 0 或接近 0：{verdict}。</translation>
    </message>
    <message>
        <source>The graph</source>
        <translation>计算图</translation>
    </message>
    <message>
        <source>The hidden units&apos; function f</source>
        <translation>隐藏单元的函数 f</translation>
    </message>
    <message>
        <source>The largest eigenvalues and their line</source>
        <translation>最大的特征值和它们的线</translation>
    </message>
    <message>
        <source>The last weights of each branch, or its last γ, begin at 0: a block begins as its skip</source>
        <translation>每个支路的最后权重（或最后的 γ）从 0 开始：块一开始就是它的跳跃连接</translation>
    </message>
    <message>
        <source>The learning rate it races with</source>
        <translation>它所用的学习率</translation>
    </message>
    <message>
        <source>The least curvature that a step is divided by</source>
        <translation>步长所除曲率的下限</translation>
    </message>
    <message>
        <source>The lesson about it</source>
        <translation>关于它的讲解</translation>
    </message>
    <message>
        <source>The line</source>
        <translation>线</translation>
    </message>
    <message>
        <source>The line: against the gradient, or along one coordinate</source>
        <translation>直线：沿负梯度，或沿一个坐标</translation>
    </message>
    <message>
        <source>The loss along the sharpest direction</source>
        <translation>沿最陡方向的损失</translation>
    </message>
    <message>
        <source>The loss on 20 was down at {low} and came back to {last}.</source>
        <translation>20 个样本上的损失曾降到 {low}，又回到 {last}。</translation>
    </message>
    <message>
        <source>The loss over a plane through trained weights, and paths beside it</source>
        <translation>过已训练权重的平面上的损失，以及平面旁的路径</translation>
    </message>
    <message>
        <source>The models are being solved for.</source>
        <translation>正在求解各个模型。</translation>
    </message>
    <message>
        <source>The most of both is in: {part}, {held} of the parameters and {done} of the MACs.</source>
        <translation>两者最多的都是{part}：参数的 {held}，MAC 的 {done}。</translation>
    </message>
    <message>
        <source>The most parameters, {held}, are in: {part}, with {done} of the MACs; the most MACs, {most}, in: {other}.</source>
        <translation>参数最多的是{part}：{held}，它做 MAC 的 {done}；MAC 最多的是{other}：{most}。</translation>
    </message>
    <message>
        <source>The nearest is “{rule}”: {why}; {times} times away.</source>
        <translation>最接近的是“{rule}”：{why}；相差 {times} 倍。</translation>
    </message>
    <message>
        <source>The net as a strip</source>
        <translation>网络长条图</translation>
    </message>
    <message>
        <source>The net at step {step}: training loss {train}, test loss {test}.</source>
        <translation>网络在第 {step} 步：训练损失 {train}，测试损失 {test}。</translation>
    </message>
    <message>
        <source>The net whose maps are shown</source>
        <translation>显示哪个网络的特征图</translation>
    </message>
    <message>
        <source>The net whose values the fields below take; they stay adjustable</source>
        <translation>下面各项取这个网络的值，仍可调整</translation>
    </message>
    <message>
        <source>The net: test loss lowest, {low}, at step {at}; {test} at step {step}, where the training loss is {train} and {wrong} of the training labels are missed.</source>
        <translation>网络：测试损失在第 {at} 步最低，为 {low}；在第 {step} 步为 {test}，此时训练损失为 {train}，{wrong} 的训练标签没有拟合。</translation>
    </message>
    <message>
        <source>The norm at each layer</source>
        <translation>每层的归一化</translation>
    </message>
    <message>
        <source>The norm of the gradient where it is, without noise</source>
        <translation>所在位置的梯度范数，不含噪声</translation>
    </message>
    <message>
        <source>The norm whose two outputs are drawn</source>
        <translation>画出其两种输出的归一化</translation>
    </message>
    <message>
        <source>The norm, as seen from the ReLU</source>
        <translation>归一化相对于 ReLU 的位置</translation>
    </message>
    <message>
        <source>The notes give {claim}; the definition gives {values}.</source>
        <translation>讲义给出 {claim}；按定义应为 {values}。</translation>
    </message>
    <message>
        <source>The notes&apos; four numbers, normalized</source>
        <translation>讲义的四个数，归一化之后</translation>
    </message>
    <message>
        <source>The notes&apos; settings are not torch&apos;s</source>
        <translation>讲义的设置不是 torch 的</translation>
    </message>
    <message>
        <source>The notes&apos; undo misses by ε / 2σ²</source>
        <translation>讲义的还原相差 ε / 2σ²</translation>
    </message>
    <message>
        <source>The other classes have score 0</source>
        <translation>其余类别的得分为 0</translation>
    </message>
    <message>
        <source>The other end B of the chord, x</source>
        <translation>弦的另一端 B，x</translation>
    </message>
    <message>
        <source>The other end B of the chord, y</source>
        <translation>弦的另一端 B，y</translation>
    </message>
    <message>
        <source>The panel was changed while it was filmed: there is no film.</source>
        <translation>录制时面板被改动：没有生成影片。</translation>
    </message>
    <message>
        <source>The penalty that answers it</source>
        <translation>应对它的惩罚</translation>
    </message>
    <message>
        <source>The picture is on the clipboard.</source>
        <translation>图片已复制到剪贴板。</translation>
    </message>
    <message>
        <source>The picture keeps its shape: resize it in the window to change that.</source>
        <translation>图片保持其长宽比：要改变，请在窗口中调整它的大小。</translation>
    </message>
    <message>
        <source>The pictures of 5-9 times this: a new look, in training and in the test</source>
        <translation>5-9 的图片乘以此数：训练与测试中的新外观</translation>
    </message>
    <message>
        <source>The pictures that are told apart</source>
        <translation>要分辨的图片</translation>
    </message>
    <message>
        <source>The plane holds the curve: at most {beside} beside.</source>
        <translation>平面包含曲线：最多偏离 {beside}。</translation>
    </message>
    <message>
        <source>The plane is surveyed when the bend is trained.</source>
        <translation>弯点训练好以后才测量平面。</translation>
    </message>
    <message>
        <source>The plane sees {seen} of the sharpest curvature: {plane} of λmax {sharpest}.</source>
        <translation>平面看到最陡曲率的 {seen}：{plane}，而 λmax 为 {sharpest}。</translation>
    </message>
    <message>
        <source>The rate follows the loss: its curve is that of the run</source>
        <translation>学习率随损失而变：其曲线来自运行</translation>
    </message>
    <message>
        <source>The rate over the steps: from {first} to {last} of η, {highest} at most</source>
        <translation>各步的学习率：从 η 的 {first} 到 {last}，最高 {highest}</translation>
    </message>
    <message>
        <source>The report says what. You can go on; nothing was lost.</source>
        <translation>详情见报告。您可以继续使用，没有内容丢失。</translation>
    </message>
    <message>
        <source>The ring is where all competitors start. The wheel zooms, and pointing tells the value there.</source>
        <translation>圆环是所有参赛者的起点。滚轮缩放，指向某处会显示那里的值。</translation>
    </message>
    <message>
        <source>The rules were set on small nets on the digits (Training, Diagnose).</source>
        <translation>规则是按手写数字上的小网络定的（“训练”面板的“诊断”页）。</translation>
    </message>
    <message>
        <source>The run diverged at step {step}: its loss is no number.</source>
        <translation>运行在第 {step} 步发散：损失不再是数。</translation>
    </message>
    <message>
        <source>The runs</source>
        <translation>各次训练</translation>
    </message>
    <message>
        <source>The same 16 samples through both modes: up to {apart} apart; a sample alone is β = 0 in training (torch refuses it), up to {one} in prediction.</source>
        <translation>同样的 16 个样本经过两种模式：最多相差 {apart}；单独一个样本在训练时为 β = 0（torch 会拒绝），在预测时最大为 {one}。</translation>
    </message>
    <message>
        <source>The same with b = 0.1: fewer die</source>
        <translation>同样的权重，b = 0.1：死亡更少</translation>
    </message>
    <message>
        <source>The same with ten classes</source>
        <translation>十个类别时也一样</translation>
    </message>
    <message>
        <source>The score, or the number that is too much</source>
        <translation>得分，或多出来的那个数</translation>
    </message>
    <message>
        <source>The script is on the clipboard: {count} lines of plain torch.</source>
        <translation>脚本已在剪贴板中：{count} 行纯 torch 代码。</translation>
    </message>
    <message>
        <source>The session is of version {version}, this program writes {own}: what it does not know is left out.</source>
        <translation>此会话的版本为 {version}，本程序写的是 {own}：不认识的内容已略去。</translation>
    </message>
    <message>
        <source>The session was opened, but not all of it.</source>
        <translation>会话已打开，但并非全部。</translation>
    </message>
    <message>
        <source>The setting {name} could not be read.</source>
        <translation>设置 {name} 无法读取。</translation>
    </message>
    <message>
        <source>The slope&apos;s promise: 2/L</source>
        <translation>坡度的预示：2/L</translation>
    </message>
    <message>
        <source>The spectrum of the Hessian</source>
        <translation>Hessian 的谱</translation>
    </message>
    <message>
        <source>The step changes f = {value} by no more than rounding.</source>
        <translation>这一步使 f = {value} 的变化不超过舍入误差。</translation>
    </message>
    <message>
        <source>The surface</source>
        <translation>曲面</translation>
    </message>
    <message>
        <source>The surface in three dimensions</source>
        <translation>三维曲面</translation>
    </message>
    <message>
        <source>The table: the share of 200 starts that learn it, good to some 3 % either way.</source>
        <translation>表中为 200 个起点中学会的比例，误差约为上下 3 %。</translation>
    </message>
    <message>
        <source>The two sharpest directions</source>
        <translation>最陡的两个方向</translation>
    </message>
    <message>
        <source>The value whose curves are shown</source>
        <translation>显示其曲线的值</translation>
    </message>
    <message>
        <source>The weights are multiplied by -a</source>
        <translation>权重乘以 -a</translation>
    </message>
    <message>
        <source>The weights are multiplied by a</source>
        <translation>权重乘以 a</translation>
    </message>
    <message>
        <source>The whole panel</source>
        <translation>整个面板</translation>
    </message>
    <message>
        <source>The wrong, sure start: the head&apos;s weights times this</source>
        <translation>错误而肯定的起点：输出层权重乘以此数</translation>
    </message>
    <message>
        <source>The zig-zag of two weights</source>
        <translation>两个权重的锯齿路径</translation>
    </message>
    <message>
        <source>The {depth} count the longest way: with its branches {all} layers have weights.</source>
        <translation>{depth} 数的是最长的路：连同各分支，带权重的层共有 {all} 个。</translation>
    </message>
    <message>
        <source>The {depth} leave out {count} convolutions on skips: {all} layers have weights.</source>
        <translation>{depth} 没有计入跳跃连接上的 {count} 个卷积：带权重的层共有 {all} 个。</translation>
    </message>
    <message>
        <source>The {digit}, {shift}: {net} reads {read} ({sure} sure).</source>
        <translation>数字 {digit}，{shift}：{net}读作 {read}（把握 {sure}）。</translation>
    </message>
    <message>
        <source>There is no experiment {name} here.</source>
        <translation>这里没有实验 {name}。</translation>
    </message>
    <message>
        <source>There is no folder {folder}.</source>
        <translation>没有文件夹 {folder}。</translation>
    </message>
    <message>
        <source>There is no preset {name} here.</source>
        <translation>这里没有名为 {name} 的预设。</translation>
    </message>
    <message>
        <source>There is no setting {name} here.</source>
        <translation>这里没有设置 {name}。</translation>
    </message>
    <message>
        <source>These are the panels. Click on a name, or press {first}, {second} and so on; a panel&apos;s title bar can be dragged, so that two stand side by side.</source>
        <translation>这些是面板。点击名称，或按 {first}、{second} 等键；拖动面板的标题栏可让两个面板并排。</translation>
    </message>
    <message>
        <source>They all start from there now. Does each still arrive?</source>
        <translation>现在它们都从那里出发。还都能到达吗？</translation>
    </message>
    <message>
        <source>This could not be computed. {reason}</source>
        <translation>无法完成计算。{reason}</translation>
    </message>
    <message>
        <source>This display does not support OpenGL, which three dimensions need. The other pages show the same surface.</source>
        <translation>此显示环境不支持 OpenGL，无法显示三维画面。其他页面显示的是同一曲面。</translation>
    </message>
    <message>
        <source>This file will be replaced.</source>
        <translation>此文件将被替换。</translation>
    </message>
    <message>
        <source>This function has one variable: see the page 1-D.</source>
        <translation>此函数只有一个变量：见“一维”页。</translation>
    </message>
    <message>
        <source>This step</source>
        <translation>这一步</translation>
    </message>
    <message>
        <source>Three optimizers from one start, or three starts of one</source>
        <translation>同一起点的三个优化器，或同一优化器的三个起点</translation>
    </message>
    <message>
        <source>Three optimizers, three ends</source>
        <translation>三个优化器，三个终点</translation>
    </message>
    <message>
        <source>Three outliers in ten: all lines fail</source>
        <translation>十个中三个离群点：所有直线都失败</translation>
    </message>
    <message>
        <source>Three-hump camel</source>
        <translation>三峰驼</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Thresholds were set on some; the others are new to the rules</source>
        <translation>阈值是按其中一些定的；其余的对规则来说是新的</translation>
    </message>
    <message>
        <source>Time each function alone, forward, on numbers that fit the cache</source>
        <translation>测量每个函数本身前向计算的耗时，所用的数能放进缓存</translation>
    </message>
    <message>
        <source>Time the measurements, and choose a cadence at which they take 15 % of the time</source>
        <translation>测出测量开销，并选取使其占总时间 15 % 的测量间隔</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>倍数</translation>
    </message>
    <message>
        <source>Times its threshold</source>
        <translation>阈值的倍数</translation>
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
        <source>Too high a rate kills ReLUs</source>
        <translation>过高的学习率杀死 ReLU</translation>
    </message>
    <message>
        <source>Train accuracy</source>
        <translation>训练准确率</translation>
    </message>
    <message>
        <source>Train again</source>
        <translation>重新训练</translation>
    </message>
    <message>
        <source>Train and predict</source>
        <translation>训练与预测</translation>
    </message>
    <message>
        <source>Train loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>Train once, or over a row of values</source>
        <translation>训练一次，或在一列取值上训练</translation>
    </message>
    <message>
        <source>Train side</source>
        <translation>训练哪一侧</translation>
    </message>
    <message>
        <source>Trained</source>
        <translation>训练什么</translation>
    </message>
    <message>
        <source>Trained on all shifts: sharing pays</source>
        <translation>在各种平移上训练：共享权重划算</translation>
    </message>
    <message>
        <source>Trained on shifts</source>
        <translation>训练时的平移</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Training and test error over the size of a model and the steps of a net</source>
        <translation>训练错误率与测试错误率随模型大小和网络步数的变化</translation>
    </message>
    <message>
        <source>Training digits</source>
        <translation>训练用的数字</translation>
    </message>
    <message>
        <source>Training error</source>
        <translation>训练错误率</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>Training loss and held-out loss</source>
        <translation>训练损失与留出集损失</translation>
    </message>
    <message>
        <source>Training loss at which every run stops, looked at after each epoch</source>
        <translation>每次运行停止时的训练损失，每个周期后检查</translation>
    </message>
    <message>
        <source>Training points</source>
        <translation>训练点</translation>
    </message>
    <message>
        <source>Training points of all classes together</source>
        <translation>所有类别的训练点总数</translation>
    </message>
    <message>
        <source>Training samples</source>
        <translation>训练样本数</translation>
    </message>
    <message>
        <source>Training samples; all other digits are the test</source>
        <translation>训练样本数；其余数字图像都用作测试</translation>
    </message>
    <message>
        <source>Training samples; others are the test</source>
        <translation>训练样本；其余用于测试</translation>
    </message>
    <message>
        <source>Training: {share} done.</source>
        <translation>训练中：已完成 {share}。</translation>
    </message>
    <message>
        <source>Training: {step} of {total} points.</source>
        <translation>训练中：{step} / {total} 个点。</translation>
    </message>
    <message>
        <source>Training: {step} of {total} runs.</source>
        <translation>训练中：第 {step} 次，共 {total} 次。</translation>
    </message>
    <message>
        <source>Trainings in one search</source>
        <translation>一次搜索中的训练次数</translation>
    </message>
    <message>
        <source>True mean</source>
        <translation>真实均值</translation>
    </message>
    <message>
        <source>True variance</source>
        <translation>真实方差</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>试一试</translation>
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
        <source>Two ReLUs cannot close a ring</source>
        <translation>两个 ReLU 围不成环</translation>
    </message>
    <message>
        <source>Two commands are on the clipboard: one computes this, one draws it.</source>
        <translation>两条命令已复制到剪贴板：一条计算，一条绘图。</translation>
    </message>
    <message>
        <source>Two directions hold {share} of the variance of {run}&apos;s path about its mean, {end} about its end; a random walk would have {walk} in two.</source>
        <translation>两个方向占 {run} 路径方差的 {share}（以均值为中心），以终点为中心则为 {end}；随机游走在两个方向上会有 {walk}。</translation>
    </message>
    <message>
        <source>Two hidden units learn XOR, from some starts</source>
        <translation>两个隐藏单元只从部分起点学会 XOR</translation>
    </message>
    <message>
        <source>Two layers of 50 ReLU units, or two convolutions with batch norm</source>
        <translation>两层各 50 个 ReLU 单元，或两个带批归一化的卷积</translation>
    </message>
    <message>
        <source>Two moons, two losses</source>
        <translation>两个月牙，两种损失</translation>
    </message>
    <message>
        <source>Two solutions</source>
        <translation>两个解</translation>
    </message>
    <message>
        <source>Two trained nets, the line between them, and a bend around it</source>
        <translation>两个训练好的网络、它们之间的直线和绕过它的弯路</translation>
    </message>
    <message>
        <source>Two units can tell XOR, but from many starts training gets stuck before it does.</source>
        <translation>两个单元能够表示 XOR，但从许多起点出发，训练会在中途停滞。</translation>
    </message>
    <message>
        <source>Two valleys (1-D)</source>
        <translation>双谷（一维）</translation>
    </message>
    <message>
        <source>Two wells</source>
        <translation>两个谷</translation>
    </message>
    <message>
        <source>Two-weight tanh net (data)</source>
        <translation>两权重 tanh 网络（数据）</translation>
    </message>
    <message>
        <source>Unbiased variance does not match</source>
        <translation>无偏方差与之不符</translation>
    </message>
    <message>
        <source>Uncover the statistics</source>
        <translation>揭开统计量</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>Undo batch norm</source>
        <translation>还原批量归一化</translation>
    </message>
    <message>
        <source>Undone. Now it is yours.</source>
        <translation>已撤销。现在交给您了。</translation>
    </message>
    <message>
        <source>Uniform U(±√3 σ)</source>
        <translation>均匀 U(±√3 σ)</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Units of each</source>
        <translation>各层的单元数</translation>
    </message>
    <message>
        <source>Units of each ReLU layer; empty: a linear classifier</source>
        <translation>每个 ReLU 层的单元数；留空：线性分类器</translation>
    </message>
    <message>
        <source>Units of each hidden layer</source>
        <translation>每个隐藏层的单元数</translation>
    </message>
    <message>
        <source>Units of each hidden layer; empty: a linear classifier</source>
        <translation>每个隐藏层的单元数；留空则为线性分类器</translation>
    </message>
    <message>
        <source>Units of every layer</source>
        <translation>每层的单元数</translation>
    </message>
    <message>
        <source>Units of the one hidden layer</source>
        <translation>唯一一个隐藏层的单元数</translation>
    </message>
    <message>
        <source>Units of x and y</source>
        <translation>x 与 y 的单位长度</translation>
    </message>
    <message>
        <source>Units that start alike stay alike ({units} units are one) and end at a loss of {alike}; drawn ones at {drawn}.</source>
        <translation>初始相同的单元始终相同（{units} 个单元等于一个），最终损失为 {alike}；随机初始化的为 {drawn}。</translation>
    </message>
    <message>
        <source>Up, Down on bars</source>
        <translation>柱条上的上、下方向键</translation>
    </message>
    <message>
        <source>Update ratio</source>
        <translation>更新比</translation>
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
        <source>Updates of the small net</source>
        <translation>小网络的更新次数</translation>
    </message>
    <message>
        <source>Updates of the two weights</source>
        <translation>两个权重的更新次数</translation>
    </message>
    <message>
        <source>Updates of the weights</source>
        <translation>权重的更新次数</translation>
    </message>
    <message>
        <source>Updates of the weights of each net</source>
        <translation>每个网络更新权重的次数</translation>
    </message>
    <message>
        <source>Updates that each competitor makes</source>
        <translation>每个参赛者的更新次数</translation>
    </message>
    <message>
        <source>Upper end of the map</source>
        <translation>图的上端</translation>
    </message>
    <message>
        <source>Upper end of what is drawn and mapped</source>
        <translation>绘制和计算范围的上端</translation>
    </message>
    <message>
        <source>Upstream dL/dy</source>
        <translation>上游梯度 dL/dy</translation>
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
        <source>VGG-16: the dense layers hold the weights</source>
        <translation>VGG-16：权重在全连接层</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Variances</source>
        <translation>方差</translation>
    </message>
    <message>
        <source>Variances not seen</source>
        <translation>未见数据的方差</translation>
    </message>
    <message>
        <source>Vary</source>
        <translation>改变</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Waves in a valley (1-D)</source>
        <translation>谷中波浪（一维）</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Ways</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Weight decay of the net</source>
        <translation>网络的权重衰减</translation>
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
        <source>Weight of B w</source>
        <translation>B 的权重 w</translation>
    </message>
    <message>
        <source>Weight w of B in Jensen&apos;s inequality: f((1-w)A + wB) &lt;= (1-w)f(A) + w f(B)</source>
        <translation>Jensen 不等式中 B 的权重 w：f((1-w)A + wB) &lt;= (1-w)f(A) + w f(B)</translation>
    </message>
    <message>
        <source>Weighted layers: the first, the last, and two in each block</source>
        <translation>带权层数：首层、末层，以及每块两层</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Weights of 0.01: ReLUs die in the first steps</source>
        <translation>权重 0.01：ReLU 在最初几步就死亡</translation>
    </message>
    <message>
        <source>What a click does</source>
        <translation>单击的作用</translation>
    </message>
    <message>
        <source>What became of each trunk</source>
        <translation>各主干的变化</translation>
    </message>
    <message>
        <source>What both nets are made of</source>
        <translation>两个网络由什么组成</translation>
    </message>
    <message>
        <source>What does the architecture buy?</source>
        <translation>结构的不同换来了什么？</translation>
    </message>
    <message>
        <source>What does the loss of a real network look like?</source>
        <translation>真实网络的损失是什么样子？</translation>
    </message>
    <message>
        <source>What each layer of an architecture makes, costs and sees</source>
        <translation>网络结构的每一层产出什么、花费多少、看到多大范围</translation>
    </message>
    <message>
        <source>What f and its derivatives say of the place where it is at this step</source>
        <translation>由 f 及其导数判断：它在这一步处于何种位置</translation>
    </message>
    <message>
        <source>What gets the length of the weights in its place</source>
        <translation>方向的哪一部分与对应权重等长</translation>
    </message>
    <message>
        <source>What goes in: N(0,1), the digits, or rows of a file</source>
        <translation>输入：N(0,1)、手写数字，或文件中的行</translation>
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
        <source>What is changed on the way, such as 1000:learning_rate=0.2</source>
        <translation>途中的改变，例如 1000:learning_rate=0.2</translation>
    </message>
    <message>
        <source>What is done to the pictures, by the training part&apos;s statistics</source>
        <translation>按训练部分的统计量对图片做什么处理</translation>
    </message>
    <message>
        <source>What is done to the rows before they go in</source>
        <translation>输入之前对各行所做的处理</translation>
    </message>
    <message>
        <source>What is minimized</source>
        <translation>被最小化的量</translation>
    </message>
    <message>
        <source>What is to be predicted</source>
        <translation>要预测的是什么</translation>
    </message>
    <message>
        <source>What is to be said of two inputs of 0 or 1</source>
        <translation>对两个 0 或 1 的输入应给出的答案</translation>
    </message>
    <message>
        <source>What is trained on the digits 5-9</source>
        <translation>在数字 5-9 上训练什么</translation>
    </message>
    <message>
        <source>What is transparent lies over white.</source>
        <translation>透明部分以白色为底。</translation>
    </message>
    <message>
        <source>What is true</source>
        <translation>实际情况</translation>
    </message>
    <message>
        <source>What is true of the sample</source>
        <translation>样本的真实标签</translation>
    </message>
    <message>
        <source>What its two directions are</source>
        <translation>它的两个方向是什么</translation>
    </message>
    <message>
        <source>What makes maps smaller behind the first layer; without any the second has stride 1</source>
        <translation>第一层之后用什么缩小特征图；没有池化时第二层的步幅为 1</translation>
    </message>
    <message>
        <source>What streams: noise of known mean and std, or pixels of digits</source>
        <translation>数据流的内容：已知均值和标准差的噪声，或数字的像素</translation>
    </message>
    <message>
        <source>What the array&apos;s axes are</source>
        <translation>数组各轴的含义</translation>
    </message>
    <message>
        <source>What the net is to tell apart</source>
        <translation>网络要区分什么</translation>
    </message>
    <message>
        <source>What the number of steps counts: updates, evaluations of the gradient, or samples seen</source>
        <translation>步数所计：更新次数、梯度求值次数或所见样本数</translation>
    </message>
    <message>
        <source>What the path&apos;s variance is taken about: its mean, as usual, or its end</source>
        <translation>路径的方差以何为中心：通常是均值，或者终点</translation>
    </message>
    <message>
        <source>What the runs differ in; all else is the same</source>
        <translation>各次运行的不同之处；其余都相同</translation>
    </message>
    <message>
        <source>What the slope promises of a step, and what the step comes to</source>
        <translation>坡度对一步的预示，与这一步的实际结果</translation>
    </message>
    <message>
        <source>What this run is</source>
        <translation>这次训练是什么</translation>
    </message>
    <message>
        <source>What turns the last map into classes</source>
        <translation>把最后的特征图变成类别的部分</translation>
    </message>
    <message>
        <source>What was changed on the way, so that a live run replays</source>
        <translation>途中所作的更改，使实时调整过的训练可以重现</translation>
    </message>
    <message>
        <source>What was read as what</source>
        <translation>什么被读成了什么</translation>
    </message>
    <message>
        <source>What {norm} passes on before training: {given}.</source>
        <translation>训练之前 {norm} 传给下一层的值：{given}。</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>Wheel in 3-D</source>
        <translation>在三维图中滚轮</translation>
    </message>
    <message>
        <source>Wheel on a chart</source>
        <translation>在图表上滚动滚轮</translation>
    </message>
    <message>
        <source>Wheel or drag on the strip</source>
        <translation>在长条图上滚动滚轮或拖动</translation>
    </message>
    <message>
        <source>Wheel, Up, Down on a number</source>
        <translation>在数值上用滚轮、上下键</translation>
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
        <source>Where f ≤ {level} ({pieces}): no way between two points of it was found that leaves it.</source>
        <translation>f ≤ {level} 处（{pieces}）：没有找到两点之间离开该集合的线段。</translation>
    </message>
    <message>
        <source>Where f ≤ {level} ({pieces}): not convex, the way from {a} to {b} leaves it at {outside}.</source>
        <translation>f ≤ {level} 处（{pieces}）：不是凸集，从 {a} 到 {b} 的线段在 {outside} 处离开它。</translation>
    </message>
    <message>
        <source>Where f ≤ {level} ({pieces}): not convex.</source>
        <translation>f ≤ {level} 处（{pieces}）：不是凸集。</translation>
    </message>
    <message>
        <source>Where f ≤ {level}: a convex set, as far as is seen.</source>
        <translation>f ≤ {level} 处：就所见而言是凸集。</translation>
    </message>
    <message>
        <source>Where it is</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Where smooth L1 and Huber turn from a parabola into lines</source>
        <translation>平滑 L1 与 Huber 从抛物线转为直线之处</translation>
    </message>
    <message>
        <source>Where the step begins, x; the surface&apos;s own start by default</source>
        <translation>步的起点 x；默认为曲面自己的起点</translation>
    </message>
    <message>
        <source>Where the step begins, y; the surface&apos;s own start by default</source>
        <translation>步的起点 y；默认为曲面自己的起点</translation>
    </message>
    <message>
        <source>Where the sum s of the squared gradients begins</source>
        <translation>平方梯度之和 s 的初始值</translation>
    </message>
    <message>
        <source>Where they are</source>
        <translation>当前位置</translation>
    </message>
    <message>
        <source>Whether a surface is convex, with a witness where it is not</source>
        <translation>曲面是否为凸；若不是，给出证据</translation>
    </message>
    <message>
        <source>Whether the norm stands before the activation or after it</source>
        <translation>归一化放在激活之前还是之后</translation>
    </message>
    <message>
        <source>Which digit is shown; its maps are the first seed&apos;s</source>
        <translation>显示哪个数字；特征图来自第一个种子</translation>
    </message>
    <message>
        <source>Which functions saturate, and cost</source>
        <translation>哪些函数会饱和，耗时如何</translation>
    </message>
    <message>
        <source>Which light each fault turns red</source>
        <translation>每种错误使哪盏灯变红</translation>
    </message>
    <message>
        <source>Which minimum each start leads to</source>
        <translation>每个起点通向哪个极小值点</translation>
    </message>
    <message>
        <source>Which net is trained</source>
        <translation>训练哪一种网络</translation>
    </message>
    <message>
        <source>Which nets are trained, side by side</source>
        <translation>并排训练哪些网络</translation>
    </message>
    <message>
        <source>Which norms are trained</source>
        <translation>训练哪些归一化</translation>
    </message>
    <message>
        <source>Which numbers share a mean?</source>
        <translation>哪些数共用一个均值？</translation>
    </message>
    <message>
        <source>Which of the file&apos;s arrays</source>
        <translation>文件中的哪个数组</translation>
    </message>
    <message>
        <source>Which optimizer gets down, and why?</source>
        <translation>哪个优化器能走到谷底？为什么？</translation>
    </message>
    <message>
        <source>Which points are to be told apart</source>
        <translation>要区分哪些点</translation>
    </message>
    <message>
        <source>Which side&apos;s initialization is trained</source>
        <translation>训练哪一侧的初始化</translation>
    </message>
    <message>
        <source>Which start leads where</source>
        <translation>从哪里出发，到哪里去</translation>
    </message>
    <message>
        <source>Whitened rows have the covariance of the identity, but for {count} directions in which nothing varies; divided by λ they have 1/λ.</source>
        <translation>白化后的行以单位矩阵为协方差，只有 {count} 个没有变化的方向除外；若除以 λ，则为 1/λ。</translation>
    </message>
    <message>
        <source>Whitened rows have the covariance of the identity; divided by λ they have 1/λ.</source>
        <translation>白化后的行以单位阵为协方差；除以 λ 则得到 1/λ。</translation>
    </message>
    <message>
        <source>Whitening divides by √λ, not by λ</source>
        <translation>白化除以 √λ，而不是 λ</translation>
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
        <source>Whose curves are shown; a click on the right chooses</source>
        <translation>显示哪个值的曲线；在右图上单击可选择</translation>
    </message>
    <message>
        <source>Whose end is the plane&apos;s center; with three starts, what trains</source>
        <translation>谁的终点是平面的中心；三个起点时，用什么训练</translation>
    </message>
    <message>
        <source>Why not here? Cross-entropy gets flat</source>
        <translation>为什么这里不行？交叉熵变平</translation>
    </message>
    <message>
        <source>Why not here? ReLU stays below</source>
        <translation>为什么这里不行？ReLU 停在线下</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>With Adam λ is that of the Hessian divided by what Adam divides its step by.</source>
        <translation>对 Adam，λ 是 Hessian 除以 Adam 步长所除之数后的特征值。</translation>
    </message>
    <message>
        <source>With a legend</source>
        <translation>带图例</translation>
    </message>
    <message>
        <source>With batch norm most of the wall is statistics</source>
        <translation>有批量归一化时，墙的大部分是统计量</translation>
    </message>
    <message>
        <source>With batch norm the picture is off</source>
        <translation>有批归一化时图是偏的</translation>
    </message>
    <message>
        <source>With eval() frozen is frozen</source>
        <translation>用 eval() 才是真冻结</translation>
    </message>
    <message>
        <source>With so many outliers all three fail.</source>
        <translation>离群点这么多，三种都失败了。</translation>
    </message>
    <message>
        <source>With the penalty&apos;s {penalty} it is {whole}: compare the data&apos;s part alone.</source>
        <translation>加上惩罚的 {penalty} 为 {whole}：只拿数据的部分来比。</translation>
    </message>
    <message>
        <source>With weights of their own at every pixel: {parameters} parameters, {local}.</source>
        <translation>每个像素各有自己的权重时：{parameters} 个参数，{local}。</translation>
    </message>
    <message>
        <source>With {counts} examples a class {one} is ahead of {other}: {high} against {low} with {n}.</source>
        <translation>每类 {counts} 个样本时，{one}领先于{other}：{n} 个时为 {high} 对 {low}。</translation>
    </message>
    <message>
        <source>With {counts} examples what is between {one} and {other} cannot be told from chance ({seeds} seeds).</source>
        <translation>每类 {counts} 个样本时，{one}与{other}之差无法与偶然区分（{seeds} 个种子）。</translation>
    </message>
    <message>
        <source>With {p} features: training error {train}, test error {test}.</source>
        <translation>{p} 个特征时：训练错误率 {train}，测试错误率 {test}。</translation>
    </message>
    <message>
        <source>Without a hidden layer the classes are parted by straight lines.</source>
        <translation>没有隐藏层时，各类由直线分开。</translation>
    </message>
    <message>
        <source>Without a norm inputs become alike</source>
        <translation>没有归一化，输入变得相像</translation>
    </message>
    <message>
        <source>Without pretraining: {normalized} with batch normalization, {relu} with ReLU and He&apos;s start, {skips} with skips as well.</source>
        <translation>不用预训练：批归一化 {normalized}，ReLU 加 He 起点 {relu}，再加跳跃连接 {skips}。</translation>
    </message>
    <message>
        <source>Without skips, or with one around a block</source>
        <translation>没有跳跃连接，或每块一个</translation>
    </message>
    <message>
        <source>Without wrong labels hardly a peak</source>
        <translation>没有错误标签时几乎没有尖峰</translation>
    </message>
    <message>
        <source>Worse initializations train with a norm</source>
        <translation>有归一化时较差的初始化也能训练</translation>
    </message>
    <message>
        <source>Worst</source>
        <translation>最差</translation>
    </message>
    <message>
        <source>Written as</source>
        <translation>写法</translation>
    </message>
    <message>
        <source>Written as “{variant}”: {norm} is off torch.nn by {apart}, {ulp} roundings.</source>
        <translation>写成“{variant}”：{norm}与 torch.nn 相差 {apart}，即 {ulp} 个舍入单位。</translation>
    </message>
    <message>
        <source>Wrong labels</source>
        <translation>标签有错</translation>
    </message>
    <message>
        <source>Wrong, sure start</source>
        <translation>错误而肯定的起点</translation>
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
        <source>You read {right} of {count} right ({share}); the rules, with all that is measured, {rules}. Par from the curves alone is {par}.</source>
        <translation>{count} 次中你读对了 {right} 次（{share}）；规则凭全部测量读对了 {rules} 次。仅凭曲线的标准是 {par}。</translation>
    </message>
    <message>
        <source>Your own formula</source>
        <translation>自定义公式</translation>
    </message>
    <message>
        <source>Your pictures</source>
        <translation>自己的图片</translation>
    </message>
    <message>
        <source>Zakharov</source>
        <translation>Zakharov</translation>
    </message>
    <message>
        <source>Zero branch</source>
        <translation>支路为零</translation>
    </message>
    <message>
        <source>Zero gradient: which is it?</source>
        <translation>梯度为零：是哪一种？</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>全零</translation>
    </message>
    <message>
        <source>Zig-zag steps</source>
        <translation>之字形步数</translation>
    </message>
    <message>
        <source>Zig-zag η</source>
        <translation>之字形 η</translation>
    </message>
    <message>
        <source>[N, C, H, W] channels first</source>
        <translation>[N, C, H, W] 通道在前</translation>
    </message>
    <message>
        <source>[N, C, L] sequences</source>
        <translation>[N, C, L] 序列</translation>
    </message>
    <message>
        <source>[N, D] rows</source>
        <translation>[N, D] 行</translation>
    </message>
    <message>
        <source>[N, H, W, C] channels last</source>
        <translation>[N, H, W, C] 通道在后</translation>
    </message>
    <message>
        <source>[N, T, D] tokens</source>
        <translation>[N, T, D] 词元</translation>
    </message>
    <message>
        <source>a class of many</source>
        <translation>多个类别之一</translation>
    </message>
    <message>
        <source>a closing bar is missing after “{part}”; abs(…) does the same</source>
        <translation>“{part}”之后缺少右竖线；也可以写成 abs(…)</translation>
    </message>
    <message>
        <source>a closing parenthesis is missing after “{part}”</source>
        <translation>“{part}”之后缺少右括号</translation>
    </message>
    <message>
        <source>a constant answer</source>
        <translation>常数答案</translation>
    </message>
    <message>
        <source>a dense layer&apos;s axes</source>
        <translation>全连接层的轴</translation>
    </message>
    <message>
        <source>a folder of pictures</source>
        <translation>图片文件夹</translation>
    </message>
    <message>
        <source>a net computes in float32, which rounds {given} by more than their spread; accepted: {accepted}</source>
        <translation>网络用 float32 计算，它对 {given} 的舍入超过了数据本身的离散程度；可选：{accepted}</translation>
    </message>
    <message>
        <source>a net of this family has no {given} stages; accepted: {accepted}</source>
        <translation>这一族网络没有 {given} 个阶段的；可取：{accepted}</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>一个数</translation>
    </message>
    <message>
        <source>a number is too large</source>
        <translation>数字太大</translation>
    </message>
    <message>
        <source>a part of the formula is no real number, like 1/0 or sqrt(-1)</source>
        <translation>公式中有一部分不是实数，例如 1/0 或 sqrt(-1)</translation>
    </message>
    <message>
        <source>a perceptron</source>
        <translation>感知机</translation>
    </message>
    <message>
        <source>a picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>a session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>a step more or less</source>
        <translation>增减一步</translation>
    </message>
    <message>
        <source>a stride of 2</source>
        <translation>步幅 2</translation>
    </message>
    <message>
        <source>a yes or no</source>
        <translation>是或否</translation>
    </message>
    <message>
        <source>above the bins</source>
        <translation>高于所有区间</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>accuracy in %</source>
        <translation>准确率（%）</translation>
    </message>
    <message>
        <source>activation</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>activations h</source>
        <translation>激活 h</translation>
    </message>
    <message>
        <source>adaptive pooling</source>
        <translation>自适应池化</translation>
    </message>
    <message>
        <source>add a point, or take one away</source>
        <translation>添加一个点，或去掉一个点</translation>
    </message>
    <message>
        <source>add to class {k}</source>
        <translation>添加到类别 {k}</translation>
    </message>
    <message>
        <source>after it, dL/dh</source>
        <translation>激活之后，dL/dh</translation>
    </message>
    <message>
        <source>after the activation</source>
        <translation>激活之后</translation>
    </message>
    <message>
        <source>after the activation, h</source>
        <translation>激活之后，h</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>all 0</source>
        <translation>全为 0</translation>
    </message>
    <message>
        <source>all functions</source>
        <translation>全部函数</translation>
    </message>
    <message>
        <source>all of the input</source>
        <translation>整个输入</translation>
    </message>
    <message>
        <source>all seeds</source>
        <translation>各种子</translation>
    </message>
    <message>
        <source>all weights alike</source>
        <translation>权重全相同</translation>
    </message>
    <message>
        <source>all weights together</source>
        <translation>全部权重</translation>
    </message>
    <message>
        <source>along a → b</source>
        <translation>沿 a → b</translation>
    </message>
    <message>
        <source>along the last step</source>
        <translation>沿最近一步</translation>
    </message>
    <message>
        <source>along x</source>
        <translation>沿 x</translation>
    </message>
    <message>
        <source>along y</source>
        <translation>沿 y</translation>
    </message>
    <message>
        <source>an array (.npy, .npz, .csv, .pt)</source>
        <translation>数组（.npy、.npz、.csv、.pt）</translation>
    </message>
    <message>
        <source>an array of shape {given} does not fit; accepted: {accepted}</source>
        <translation>形状为 {given} 的数组不符合要求；应为：{accepted}</translation>
    </message>
    <message>
        <source>arrays</source>
        <translation>数组</translation>
    </message>
    <message>
        <source>arrows and Space act on it; after a click they play</source>
        <translation>方向键和空格键作用于它；单击之后它们控制播放</translation>
    </message>
    <message>
        <source>arrows drawn {times} times as long</source>
        <translation>箭头按 {times} 倍长度绘制</translation>
    </message>
    <message>
        <source>as drawn</source>
        <translation>画出的</translation>
    </message>
    <message>
        <source>as expected</source>
        <translation>与预期一致</translation>
    </message>
    <message>
        <source>as heat: rows under {pixels} pixels</source>
        <translation>以热图绘制：每行不足 {pixels} 像素</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>原样</translation>
    </message>
    <message>
        <source>as the room has them</source>
        <translation>随画面大小</translation>
    </message>
    <message>
        <source>as the surface has them</source>
        <translation>由曲面决定</translation>
    </message>
    <message>
        <source>at least {count} pieces</source>
        <translation>至少 {count} 块</translation>
    </message>
    <message>
        <source>average pooling</source>
        <translation>平均池化</translation>
    </message>
    <message>
        <source>band</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>barrier</source>
        <translation>势垒</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批量</translation>
    </message>
    <message>
        <source>batch of the second task</source>
        <translation>第二个任务的批量</translation>
    </message>
    <message>
        <source>batch sizes</source>
        <translation>批量大小</translation>
    </message>
    <message>
        <source>batch {value}</source>
        <translation>批量 {value}</translation>
    </message>
    <message>
        <source>batches</source>
        <translation>各批量</translation>
    </message>
    <message>
        <source>before it, z</source>
        <translation>激活之前，z</translation>
    </message>
    <message>
        <source>before the activation</source>
        <translation>激活之前</translation>
    </message>
    <message>
        <source>before the activation, dL/dz</source>
        <translation>激活之前，dL/dz</translation>
    </message>
    <message>
        <source>being computed…</source>
        <translation>计算中…</translation>
    </message>
    <message>
        <source>below the bins</source>
        <translation>低于所有区间</translation>
    </message>
    <message>
        <source>bend</source>
        <translation>弯点</translation>
    </message>
    <message>
        <source>best</source>
        <translation>最好</translation>
    </message>
    <message>
        <source>bin</source>
        <translation>区间</translation>
    </message>
    <message>
        <source>block</source>
        <translation>块</translation>
    </message>
    <message>
        <source>blocks A</source>
        <translation>A 块</translation>
    </message>
    <message>
        <source>blocks B</source>
        <translation>B 块</translation>
    </message>
    <message>
        <source>blocks C</source>
        <translation>C 块</translation>
    </message>
    <message>
        <source>branch</source>
        <translation>支路</translation>
    </message>
    <message>
        <source>centered</source>
        <translation>中心化</translation>
    </message>
    <message>
        <source>centered c</source>
        <translation>中心化 c</translation>
    </message>
    <message>
        <source>centimeters</source>
        <translation>厘米</translation>
    </message>
    <message>
        <source>change it</source>
        <translation>改变它</translation>
    </message>
    <message>
        <source>channel</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>channel {channel} of {count}: {value}</source>
        <translation>通道 {channel}/{count}：{value}</translation>
    </message>
    <message>
        <source>channel {c}</source>
        <translation>通道 {c}</translation>
    </message>
    <message>
        <source>channel-centered</source>
        <translation>按通道中心化</translation>
    </message>
    <message>
        <source>channels</source>
        <translation>通道数</translation>
    </message>
    <message>
        <source>channels (√)</source>
        <translation>通道数（√）</translation>
    </message>
    <message>
        <source>choose a number</source>
        <translation>选择一个数</translation>
    </message>
    <message>
        <source>choose that net</source>
        <translation>选择该网络</translation>
    </message>
    <message>
        <source>chord</source>
        <translation>弦</translation>
    </message>
    <message>
        <source>circles</source>
        <translation>圆环</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>classes</source>
        <translation>分类层</translation>
    </message>
    <message>
        <source>classes in a batch / in a shuffled batch</source>
        <translation>批中的类别数 / 打乱后的批中的类别数</translation>
    </message>
    <message>
        <source>colors: {scale}</source>
        <translation>颜色：{scale}</translation>
    </message>
    <message>
        <source>column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>components k</source>
        <translation>主成分数 k</translation>
    </message>
    <message>
        <source>computed on {device}</source>
        <translation>计算设备：{device}</translation>
    </message>
    <message>
        <source>computing…</source>
        <translation>正在计算…</translation>
    </message>
    <message>
        <source>concatenation</source>
        <translation>拼接</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>contour lines</source>
        <translation>等高线</translation>
    </message>
    <message>
        <source>conv + flatten</source>
        <translation>卷积 + 展平</translation>
    </message>
    <message>
        <source>conv + global max</source>
        <translation>卷积 + 全局最大</translation>
    </message>
    <message>
        <source>convolution</source>
        <translation>卷积</translation>
    </message>
    <message>
        <source>corners wrong</source>
        <translation>判错的角</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>cosine of two inputs</source>
        <translation>两个输入的余弦</translation>
    </message>
    <message>
        <source>cosine, restarts</source>
        <translation>余弦（热重启）</translation>
    </message>
    <message>
        <source>could not be computed</source>
        <translation>无法计算</translation>
    </message>
    <message>
        <source>count</source>
        <translation>个数</translation>
    </message>
    <message>
        <source>count / highest</source>
        <translation>个数 / 最大个数</translation>
    </message>
    <message>
        <source>counting its pieces</source>
        <translation>正在数块数</translation>
    </message>
    <message>
        <source>cov ± {most}</source>
        <translation>协方差 ± {most}</translation>
    </message>
    <message>
        <source>cross-entropy</source>
        <translation>交叉熵</translation>
    </message>
    <message>
        <source>curvature along the line</source>
        <translation>沿直线的曲率</translation>
    </message>
    <message>
        <source>curve</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>dL/dy is at right angles to x̂, so no gradient goes through the variance: that path is not checked.</source>
        <translation>dL/dy 与 x̂ 正交，没有梯度经过方差：这条路没有得到检验。</translation>
    </message>
    <message>
        <source>dL/dy is the same everywhere, so dL/dx is 0. A mistake in the path through the mean would show, one in the path through the variance or in the factor in front would not.</source>
        <translation>dL/dy 处处相同，因此 dL/dx 为 0。经过均值的那条路有错会显现，经过方差的那条路或前面的系数有错则不会。</translation>
    </message>
    <message>
        <source>dL/dz</source>
        <translation>dL/dz</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>死亡</translation>
    </message>
    <message>
        <source>dead (every unit of layer {layer} is zero for every sample)</source>
        <translation>死亡（第 {layer} 层的全部单元对所有样本都为零）</translation>
    </message>
    <message>
        <source>dead units</source>
        <translation>死亡单元</translation>
    </message>
    <message>
        <source>dense</source>
        <translation>全连接</translation>
    </message>
    <message>
        <source>dense [N, D]</source>
        <translation>全连接 [N, D]</translation>
    </message>
    <message>
        <source>dense layers</source>
        <translation>全连接层</translation>
    </message>
    <message>
        <source>density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>depth (weighted layers)</source>
        <translation>深度（带权层数）</translation>
    </message>
    <message>
        <source>depth {depth}, identities inserted</source>
        <translation>深度 {depth}，插入恒等层</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>digits 0-4</source>
        <translation>数字 0-4</translation>
    </message>
    <message>
        <source>digits not seen</source>
        <translation>未见过的数字</translation>
    </message>
    <message>
        <source>distance along v1</source>
        <translation>沿 v1 的距离</translation>
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
        <source>diverged at {step}</source>
        <translation>第 {step} 步发散</translation>
    </message>
    <message>
        <source>divided by λ</source>
        <translation>除以 λ</translation>
    </message>
    <message>
        <source>divided by λ, not √λ</source>
        <translation>除以 λ 而非 √λ</translation>
    </message>
    <message>
        <source>done: {total} steps</source>
        <translation>已完成：{total} 步</translation>
    </message>
    <message>
        <source>down</source>
        <translation>向下</translation>
    </message>
    <message>
        <source>downhill, -g</source>
        <translation>下坡 -g</translation>
    </message>
    <message>
        <source>drag it</source>
        <translation>拖动它</translation>
    </message>
    <message>
        <source>draw one number after another</source>
        <translation>依次画出每个数</translation>
    </message>
    <message>
        <source>drift in running σ</source>
        <translation>漂移（以滑动 σ 计）</translation>
    </message>
    <message>
        <source>drop a file here</source>
        <translation>将文件拖到此处</translation>
    </message>
    <message>
        <source>dropout</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>dying ({value} of layer {layer}&apos;s units are zero for every sample)</source>
        <translation>濒死（第 {layer} 层有 {value} 的单元对所有样本都为零）</translation>
    </message>
    <message>
        <source>each layer within {low} … {high}</source>
        <translation>每层在 {low} … {high} 之内</translation>
    </message>
    <message>
        <source>each layer&apos;s weights</source>
        <translation>每层的权重</translation>
    </message>
    <message>
        <source>each to [-1, 1]</source>
        <translation>各列缩放到 [-1, 1]</translation>
    </message>
    <message>
        <source>each unit&apos;s weights</source>
        <translation>每个单元的权重</translation>
    </message>
    <message>
        <source>effective rate -Δp/g</source>
        <translation>有效学习率 -Δp/g</translation>
    </message>
    <message>
        <source>eigen-images</source>
        <translation>特征向量图像</translation>
    </message>
    <message>
        <source>eigenvalue λ</source>
        <translation>特征值 λ</translation>
    </message>
    <message>
        <source>eigenvalues λ</source>
        <translation>特征值 λ</translation>
    </message>
    <message>
        <source>eigenvector of the first</source>
        <translation>第一个的特征向量</translation>
    </message>
    <message>
        <source>eigenvector of the second</source>
        <translation>第二个的特征向量</translation>
    </message>
    <message>
        <source>end</source>
        <translation>末段</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>epoch of pretraining</source>
        <translation>预训练轮次</translation>
    </message>
    <message>
        <source>equal (1:1)</source>
        <translation>等长（1:1）</translation>
    </message>
    <message>
        <source>equalized</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>error of the rebuilt input</source>
        <translation>重建输入的误差</translation>
    </message>
    <message>
        <source>eval(): stands still</source>
        <translation>eval()：保持不变</translation>
    </message>
    <message>
        <source>evaluations</source>
        <translation>求值次数</translation>
    </message>
    <message>
        <source>exactly zero</source>
        <translation>恰为零</translation>
    </message>
    <message>
        <source>examples a class</source>
        <translation>每类样本数</translation>
    </message>
    <message>
        <source>expected above {expected}{unit} · here {value}{unit}</source>
        <translation>应大于 {expected}{unit} · 本机 {value}{unit}</translation>
    </message>
    <message>
        <source>expected below {expected}{unit} · here {value}{unit}</source>
        <translation>应小于 {expected}{unit} · 本机 {value}{unit}</translation>
    </message>
    <message>
        <source>expected {expected}{unit} · here {value}{unit}</source>
        <translation>应为 {expected}{unit} · 本机 {value}{unit}</translation>
    </message>
    <message>
        <source>f</source>
        <translation>f</translation>
    </message>
    <message>
        <source>f after the step</source>
        <translation>一步之后的 f</translation>
    </message>
    <message>
        <source>f after the step, by the tangent</source>
        <translation>一步之后的 f（按切线）</translation>
    </message>
    <message>
        <source>f has no value at A nor at B: no chord, no Jensen&apos;s inequality.</source>
        <translation>f 在 A 和 B 处都没有值：没有弦，也没有 Jensen 不等式。</translation>
    </message>
    <message>
        <source>f has no value at {end}: no chord, no Jensen&apos;s inequality.</source>
        <translation>f 在 {end} 处没有值：没有弦，也没有 Jensen 不等式。</translation>
    </message>
    <message>
        <source>f has no value from step {step} on</source>
        <translation>从第 {step} 步起 f 无定义</translation>
    </message>
    <message>
        <source>f has no value here</source>
        <translation>f 在此处无定义</translation>
    </message>
    <message>
        <source>f here</source>
        <translation>此处的 f</translation>
    </message>
    <message>
        <source>f on the line</source>
        <translation>直线上的 f</translation>
    </message>
    <message>
        <source>f where it is, over the whole data set if there is one</source>
        <translation>所在位置的 f 值；若有数据，则对整个数据集计算</translation>
    </message>
    <message>
        <source>f(x, y) =</source>
        <translation>f(x, y) =</translation>
    </message>
    <message>
        <source>factor a layer, RMS</source>
        <translation>每层倍数（RMS）</translation>
    </message>
    <message>
        <source>factor of the std from layer to layer at the start</source>
        <translation>开始时标准差逐层的倍数</translation>
    </message>
    <message>
        <source>feature</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>features moved</source>
        <translation>特征移动</translation>
    </message>
    <message>
        <source>features p</source>
        <translation>特征数 p</translation>
    </message>
    <message>
        <source>ffmpeg wrote nothing</source>
        <translation>ffmpeg 没有写出任何内容</translation>
    </message>
    <message>
        <source>final loss</source>
        <translation>最终损失</translation>
    </message>
    <message>
        <source>final training loss</source>
        <translation>最终训练损失</translation>
    </message>
    <message>
        <source>fine-tuned</source>
        <translation>微调</translation>
    </message>
    <message>
        <source>first</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>first component</source>
        <translation>第一主成分</translation>
    </message>
    <message>
        <source>first layers frozen</source>
        <translation>前几层冻结</translation>
    </message>
    <message>
        <source>first loss</source>
        <translation>最初的损失</translation>
    </message>
    <message>
        <source>first loss / ln C</source>
        <translation>最初的损失 / ln C</translation>
    </message>
    <message>
        <source>first loss / ln C within {near} of 1</source>
        <translation>最初的损失 / ln C 与 1 相差不超过 {near}</translation>
    </message>
    <message>
        <source>first loss above ln C by</source>
        <translation>最初的损失高出 ln C</translation>
    </message>
    <message>
        <source>first weight</source>
        <translation>第一个权重</translation>
    </message>
    <message>
        <source>first weight of each unit</source>
        <translation>每个单元的第一个权重</translation>
    </message>
    <message>
        <source>first η that fails</source>
        <translation>首个失效的 η</translation>
    </message>
    <message>
        <source>five blobs</source>
        <translation>五个团</translation>
    </message>
    <message>
        <source>flattening</source>
        <translation>展平</translation>
    </message>
    <message>
        <source>frames a second</source>
        <translation>帧/秒</translation>
    </message>
    <message>
        <source>from A to B</source>
        <translation>从 A 到 B</translation>
    </message>
    <message>
        <source>from a wrong, sure start</source>
        <translation>从错误而肯定的起点</translation>
    </message>
    <message>
        <source>from above</source>
        <translation>俯视</translation>
    </message>
    <message>
        <source>from scratch</source>
        <translation>从零训练</translation>
    </message>
    <message>
        <source>g of its batch, with noise, clip, decay</source>
        <translation>该批量的 g，含噪声、裁剪、衰减</translation>
    </message>
    <message>
        <source>give the chosen competitor these two</source>
        <translation>把这两个值赋给所选的参赛者</translation>
    </message>
    <message>
        <source>global pooling</source>
        <translation>全局池化</translation>
    </message>
    <message>
        <source>go there</source>
        <translation>移到那里</translation>
    </message>
    <message>
        <source>go to the step it is computed in</source>
        <translation>转到计算它的那一步</translation>
    </message>
    <message>
        <source>gradient broken ({value} of layer {layer}&apos;s values are infinite or NaN)</source>
        <translation>梯度失效（第 {layer} 层有 {value} 的值为无穷或 NaN）</translation>
    </message>
    <message>
        <source>gradient dL/d…, backward</source>
        <translation>梯度 dL/d…，反向传播</translation>
    </message>
    <message>
        <source>gradient exploding (layer {layer}&apos;s is {ratio} times {against}, × {factor} a layer)</source>
        <translation>梯度爆炸（第 {layer} 层的标准差是{against} {ratio} 倍，每层 × {factor}）</translation>
    </message>
    <message>
        <source>gradient g</source>
        <translation>梯度 g</translation>
    </message>
    <message>
        <source>gradient vanishing (layer {layer}&apos;s is {ratio} of {against}, × {factor} a layer)</source>
        <translation>梯度消失（第 {layer} 层的标准差是{against} {ratio} 倍，每层 × {factor}）</translation>
    </message>
    <message>
        <source>gradients dL/d…, backward</source>
        <translation>梯度 dL/d… 的反向传播</translation>
    </message>
    <message>
        <source>gradients not cleared</source>
        <translation>梯度不清零</translation>
    </message>
    <message>
        <source>green</source>
        <translation>绿</translation>
    </message>
    <message>
        <source>grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>half the squared error</source>
        <translation>平方误差的一半</translation>
    </message>
    <message>
        <source>head</source>
        <translation>分类头</translation>
    </message>
    <message>
        <source>head alone</source>
        <translation>只训练分类头</translation>
    </message>
    <message>
        <source>head on a random trunk</source>
        <translation>随机主干上的分类头</translation>
    </message>
    <message>
        <source>healthy (layer {layer}&apos;s std is {ratio} of the input&apos;s, layer 1&apos;s gradient {factor} of the last&apos;s)</source>
        <translation>正常（第 {layer} 层的标准差是输入的 {ratio} 倍，第 1 层的梯度是末层的 {factor} 倍）</translation>
    </message>
    <message>
        <source>heat</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>height</source>
        <translation>高</translation>
    </message>
    <message>
        <source>heights</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>留出集</translation>
    </message>
    <message>
        <source>held-out accuracy above training accuracy by</source>
        <translation>留出准确率高于训练准确率</translation>
    </message>
    <message>
        <source>held-out accuracy below training accuracy by</source>
        <translation>留出准确率低于训练准确率</translation>
    </message>
    <message>
        <source>hide its curve, or show it again</source>
        <translation>隐藏其曲线，或重新显示</translation>
    </message>
    <message>
        <source>highest</source>
        <translation>最高</translation>
    </message>
    <message>
        <source>hinge</source>
        <translation>合页</translation>
    </message>
    <message>
        <source>how many of the digits moved there are read right</source>
        <translation>移到那里的数字有多少读对</translation>
    </message>
    <message>
        <source>how often each value occurs</source>
        <translation>各值出现的次数</translation>
    </message>
    <message>
        <source>identity</source>
        <translation>恒等</translation>
    </message>
    <message>
        <source>in 3-D</source>
        <translation>三维</translation>
    </message>
    <message>
        <source>in roundings</source>
        <translation>以舍入单位计</translation>
    </message>
    <message>
        <source>inception</source>
        <translation>Inception</translation>
    </message>
    <message>
        <source>indefinite</source>
        <translation>不定</translation>
    </message>
    <message>
        <source>index</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>input x</source>
        <translation>输入 x</translation>
    </message>
    <message>
        <source>inputs all positive: ends {distance} away</source>
        <translation>输入全为正：终点距目标 {distance}</translation>
    </message>
    <message>
        <source>inputs centered: {distance}</source>
        <translation>输入中心化：{distance}</translation>
    </message>
    <message>
        <source>inputs zero</source>
        <translation>输入为零</translation>
    </message>
    <message>
        <source>intercept</source>
        <translation>截距</translation>
    </message>
    <message>
        <source>interpolated</source>
        <translation>插值</translation>
    </message>
    <message>
        <source>inverse v = 1/s</source>
        <translation>倒数 v = 1/s</translation>
    </message>
    <message>
        <source>its box, its part&apos;s bars, its field</source>
        <translation>它的方框、所属部分的条形和感受野</translation>
    </message>
    <message>
        <source>its end</source>
        <translation>它的终点</translation>
    </message>
    <message>
        <source>its name</source>
        <translation>显示其名称</translation>
    </message>
    <message>
        <source>its numbers, in every picture</source>
        <translation>在所有图中显示它的数值</translation>
    </message>
    <message>
        <source>its standard error</source>
        <translation>它的标准误差</translation>
    </message>
    <message>
        <source>its std</source>
        <translation>组标准差</translation>
    </message>
    <message>
        <source>jump</source>
        <translation>步距</translation>
    </message>
    <message>
        <source>jump there; a drag goes on from there</source>
        <translation>跳到该处；可从那里继续拖动</translation>
    </message>
    <message>
        <source>keep it pointed at; click again to let it go</source>
        <translation>保持选中；再次单击则取消</translation>
    </message>
    <message>
        <source>labels drawn anew</source>
        <translation>标签重新抽取</translation>
    </message>
    <message>
        <source>labels shuffled</source>
        <translation>标签打乱</translation>
    </message>
    <message>
        <source>larger part of the shift in pixels</source>
        <translation>平移量（两方向中较大者，像素）</translation>
    </message>
    <message>
        <source>largest |N(aWx) - N(Wx)|</source>
        <translation>最大的 |N(aWx) - N(Wx)|</translation>
    </message>
    <message>
        <source>largest |Δw| / |w| of an epoch</source>
        <translation>各轮中最大的 |Δw| / |w|</translation>
    </message>
    <message>
        <source>last</source>
        <translation>最后</translation>
    </message>
    <message>
        <source>last loss on 20 at most {most}</source>
        <translation>20 个样本上最后的损失不超过 {most}</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>layer 1</source>
        <translation>第 1 层</translation>
    </message>
    <message>
        <source>layer 1: off by {error}</source>
        <translation>第 1 层：相差 {error}</translation>
    </message>
    <message>
        <source>layer 2</source>
        <translation>第 2 层</translation>
    </message>
    <message>
        <source>layer 2: off by {error}</source>
        <translation>第 2 层：相差 {error}</translation>
    </message>
    <message>
        <source>layer {k}</source>
        <translation>第 {k} 层</translation>
    </message>
    <message>
        <source>layer {layer}</source>
        <translation>第 {layer} 层</translation>
    </message>
    <message>
        <source>layer {layer}&apos;s</source>
        <translation>第 {layer} 层的</translation>
    </message>
    <message>
        <source>layer {layer}, map {map}</source>
        <translation>第 {layer} 层，第 {map} 张图</translation>
    </message>
    <message>
        <source>layer {layer}: {share}</source>
        <translation>第 {layer} 层：{share}</translation>
    </message>
    <message>
        <source>learned</source>
        <translation>已学会</translation>
    </message>
    <message>
        <source>learning rate η</source>
        <translation>学习率 η</translation>
    </message>
    <message>
        <source>learning rates</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>leave out “=” and write the formula alone</source>
        <translation>请去掉“=”，只写公式</translation>
    </message>
    <message>
        <source>left out, RMS gray levels</source>
        <translation>重构误差，RMS 灰度级</translation>
    </message>
    <message>
        <source>left the domain</source>
        <translation>离开区域</translation>
    </message>
    <message>
        <source>less the mean</source>
        <translation>减去均值</translation>
    </message>
    <message>
        <source>let all competitors start there</source>
        <translation>让所有参赛者从那里出发</translation>
    </message>
    <message>
        <source>light up everything that shares its mean</source>
        <translation>点亮与它共用均值的全部元素</translation>
    </message>
    <message>
        <source>line</source>
        <translation>线</translation>
    </message>
    <message>
        <source>line {given} cells where the first line has {accepted}</source>
        <translation>第 {given} 个单元格，而第一行有 {accepted} 个</translation>
    </message>
    <message>
        <source>line, {statistics}</source>
        <translation>直线，{statistics}</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>linear scale</source>
        <translation>线性刻度</translation>
    </message>
    <message>
        <source>lines</source>
        <translation>直线</translation>
    </message>
    <message>
        <source>local + global max</source>
        <translation>局部连接 + 全局最大</translation>
    </message>
    <message>
        <source>logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>logistic + penalty</source>
        <translation>逻辑回归 + 惩罚</translation>
    </message>
    <message>
        <source>logistic with penalty</source>
        <translation>带惩罚的逻辑回归</translation>
    </message>
    <message>
        <source>log₁₀ of the magnitude</source>
        <translation>幅值的 log₁₀</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>loss / first loss</source>
        <translation>损失 / 最初的损失</translation>
    </message>
    <message>
        <source>loss above the minimum</source>
        <translation>损失与最小值之差</translation>
    </message>
    <message>
        <source>loss along v1</source>
        <translation>沿 v1 的损失</translation>
    </message>
    <message>
        <source>loss at most {share} of that without inputs</source>
        <translation>损失不超过无输入时的 {share} 倍</translation>
    </message>
    <message>
        <source>loss: held-out ━  training ╍</source>
        <translation>损失：留出集 ━  训练集 ╍</translation>
    </message>
    <message>
        <source>lowest</source>
        <translation>最低</translation>
    </message>
    <message>
        <source>lowest test loss</source>
        <translation>最低测试损失</translation>
    </message>
    <message>
        <source>lowest test loss so far</source>
        <translation>至今最低的测试损失</translation>
    </message>
    <message>
        <source>m = {momentum}: torch keeps {kept} of the old average, a textbook keeps {other}.</source>
        <translation>m = {momentum}：torch 保留旧平均的 {kept}，教科书保留 {other}。</translation>
    </message>
    <message>
        <source>m: torch&apos;s weight of the new value, textbooks&apos; of the old</source>
        <translation>m：在 torch 中是新值的权重，在教科书中是旧值的权重</translation>
    </message>
    <message>
        <source>magnitudes</source>
        <translation>幅值</translation>
    </message>
    <message>
        <source>map&apos;s median</source>
        <translation>图的中位数</translation>
    </message>
    <message>
        <source>map&apos;s side (log)</source>
        <translation>特征图边长（对数）</translation>
    </message>
    <message>
        <source>maps [N, C, H, W]</source>
        <translation>特征图 [N, C, H, W]</translation>
    </message>
    <message>
        <source>mark that step in every picture</source>
        <translation>在所有图中标出那一步</translation>
    </message>
    <message>
        <source>max pooling</source>
        <translation>最大池化</translation>
    </message>
    <message>
        <source>maximum</source>
        <translation>极大值点</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>mean image</source>
        <translation>均值图像</translation>
    </message>
    <message>
        <source>mean of a group</source>
        <translation>组均值</translation>
    </message>
    <message>
        <source>mean of h</source>
        <translation>h 的均值</translation>
    </message>
    <message>
        <source>mean of seeds</source>
        <translation>种子均值</translation>
    </message>
    <message>
        <source>mean of z</source>
        <translation>z 的均值</translation>
    </message>
    <message>
        <source>mean μ</source>
        <translation>均值 μ</translation>
    </message>
    <message>
        <source>median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>median of |dL/dW|</source>
        <translation>|dL/dW| 的中位数</translation>
    </message>
    <message>
        <source>median of |dL/dh|</source>
        <translation>|dL/dh| 的中位数</translation>
    </message>
    <message>
        <source>median of |dL/dz|</source>
        <translation>|dL/dz| 的中位数</translation>
    </message>
    <message>
        <source>median |dL/dW|</source>
        <translation>|dL/dW| 中位数</translation>
    </message>
    <message>
        <source>median |dL/dz|</source>
        <translation>|dL/dz| 中位数</translation>
    </message>
    <message>
        <source>minima</source>
        <translation>极小值点</translation>
    </message>
    <message>
        <source>minimum</source>
        <translation>极小值点</translation>
    </message>
    <message>
        <source>minimum/10</source>
        <translation>最低点/10</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>moons</source>
        <translation>月牙</translation>
    </message>
    <message>
        <source>move it</source>
        <translation>移动它</translation>
    </message>
    <message>
        <source>move it over its canvas</source>
        <translation>在画布上移动它</translation>
    </message>
    <message>
        <source>move the nearer end of the chord</source>
        <translation>移动弦较近的一端</translation>
    </message>
    <message>
        <source>move the picture</source>
        <translation>移动图形</translation>
    </message>
    <message>
        <source>move what is seen of it</source>
        <translation>移动所见的部分</translation>
    </message>
    <message>
        <source>moving</source>
        <translation>移动中</translation>
    </message>
    <message>
        <source>near a minimum</source>
        <translation>接近极小值点</translation>
    </message>
    <message>
        <source>nearing</source>
        <translation>接近</translation>
    </message>
    <message>
        <source>negative definite</source>
        <translation>负定</translation>
    </message>
    <message>
        <source>negative semi-definite: an eigenvalue is 0</source>
        <translation>半负定：有一个特征值为 0</translation>
    </message>
    <message>
        <source>net</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>next p</source>
        <translation>下一个 p</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>no SAM</source>
        <translation>无 SAM</translation>
    </message>
    <message>
        <source>no file is chosen; accepted: {accepted}</source>
        <translation>尚未选择文件；应为：{accepted}</translation>
    </message>
    <message>
        <source>no hidden layer</source>
        <translation>没有隐藏层</translation>
    </message>
    <message>
        <source>no maps</source>
        <translation>没有特征图</translation>
    </message>
    <message>
        <source>no number in a cell (line): {given}; accepted: {accepted}</source>
        <translation>单元格（行号）中不是数：{given}；可填：{accepted}</translation>
    </message>
    <message>
        <source>no result for these settings</source>
        <translation>这些设置没有结果</translation>
    </message>
    <message>
        <source>no step</source>
        <translation>不走步</translation>
    </message>
    <message>
        <source>no value</source>
        <translation>无定义</translation>
    </message>
    <message>
        <source>no value at {step}</source>
        <translation>第 {step} 步起无定义</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>norm of the gradient</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>norm of the weights / its start</source>
        <translation>权重的范数 / 其初值</translation>
    </message>
    <message>
        <source>norm, then ReLU</source>
        <translation>先归一化，后 ReLU</translation>
    </message>
    <message>
        <source>normalized</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>not as expected</source>
        <translation>与预期不一致</translation>
    </message>
    <message>
        <source>not computed yet</source>
        <translation>尚未计算</translation>
    </message>
    <message>
        <source>not finite</source>
        <translation>非有限</translation>
    </message>
    <message>
        <source>not finite here</source>
        <translation>此处不是有限值</translation>
    </message>
    <message>
        <source>not finite, or not computed yet</source>
        <translation>非有限，或尚未计算</translation>
    </message>
    <message>
        <source>not learned</source>
        <translation>未学会</translation>
    </message>
    <message>
        <source>not moved</source>
        <translation>未移动</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>不改变</translation>
    </message>
    <message>
        <source>nothing on this page can be pinned</source>
        <translation>本页没有可固定的图形</translation>
    </message>
    <message>
        <source>nowhere</source>
        <translation>无</translation>
    </message>
    <message>
        <source>number of the minimum; -1 moving, -2 diverged, -3 left, -4 no value</source>
        <translation>极小值点编号；-1 仍在移动，-2 发散，-3 离开区域，-4 无定义</translation>
    </message>
    <message>
        <source>of the path (PCA)</source>
        <translation>路径的（PCA）</translation>
    </message>
    <message>
        <source>of the two sharpest</source>
        <translation>最陡两个方向的</translation>
    </message>
    <message>
        <source>of two random directions</source>
        <translation>两个随机方向的</translation>
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
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>off it</source>
        <translation>偏离它</translation>
    </message>
    <message>
        <source>off the plane</source>
        <translation>偏离平面</translation>
    </message>
    <message>
        <source>offset</source>
        <translation>截距</translation>
    </message>
    <message>
        <source>often taught wrongly</source>
        <translation>常被讲错</translation>
    </message>
    <message>
        <source>old task 0-4</source>
        <translation>旧任务 0-4</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>on plateaus</source>
        <translation>遇平台期降低</translation>
    </message>
    <message>
        <source>on the line</source>
        <translation>到达线上</translation>
    </message>
    <message>
        <source>one cycle</source>
        <translation>单周期</translation>
    </message>
    <message>
        <source>one end&apos;s</source>
        <translation>一端的</translation>
    </message>
    <message>
        <source>one hidden layer</source>
        <translation>一个隐藏层</translation>
    </message>
    <message>
        <source>one mean, one std</source>
        <translation>单一均值与标准差</translation>
    </message>
    <message>
        <source>one piece</source>
        <translation>一块</translation>
    </message>
    <message>
        <source>open a session, a tensor, a picture, a folder of pictures</source>
        <translation>打开会话、张量、图片或图片文件夹</translation>
    </message>
    <message>
        <source>operation</source>
        <translation>运算</translation>
    </message>
    <message>
        <source>out {share} %</source>
        <translation>框外 {share} %</translation>
    </message>
    <message>
        <source>output in prediction</source>
        <translation>预测时的输出</translation>
    </message>
    <message>
        <source>output in training</source>
        <translation>训练时的输出</translation>
    </message>
    <message>
        <source>output y</source>
        <translation>输出 y</translation>
    </message>
    <message>
        <source>outside since {step}</source>
        <translation>第 {step} 步起出界</translation>
    </message>
    <message>
        <source>outside the drawn domain</source>
        <translation>在绘图区域之外</translation>
    </message>
    <message>
        <source>outside the drawn domain since step {step}</source>
        <translation>自第 {step} 步起在绘图区域之外</translation>
    </message>
    <message>
        <source>outside {shares}</source>
        <translation>界外 {shares}</translation>
    </message>
    <message>
        <source>overlay</source>
        <translation>叠加</translation>
    </message>
    <message>
        <source>own points</source>
        <translation>自己的点</translation>
    </message>
    <message>
        <source>p &lt; 0.0001</source>
        <translation>p &lt; 0.0001</translation>
    </message>
    <message>
        <source>p = {p}</source>
        <translation>p = {p}</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>parameters moved</source>
        <translation>参数移动</translation>
    </message>
    <message>
        <source>part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>paths</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>paused at step {step} of {total}</source>
        <translation>暂停于第 {step} 步，共 {total} 步</translation>
    </message>
    <message>
        <source>penalty</source>
        <translation>惩罚项</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>已固定</translation>
    </message>
    <message>
        <source>pinned: {settings}</source>
        <translation>已固定：{settings}</translation>
    </message>
    <message>
        <source>pixel</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>placed on a canvas</source>
        <translation>放在画布上</translation>
    </message>
    <message>
        <source>plain</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>plain, 8 x 8</source>
        <translation>原样，8 x 8</translation>
    </message>
    <message>
        <source>playhead</source>
        <translation>播放头</translation>
    </message>
    <message>
        <source>pointed at: {step}</source>
        <translation>所指：{step}</translation>
    </message>
    <message>
        <source>points</source>
        <translation>点</translation>
    </message>
    <message>
        <source>pooling</source>
        <translation>池化</translation>
    </message>
    <message>
        <source>position p</source>
        <translation>位置 p</translation>
    </message>
    <message>
        <source>positive definite</source>
        <translation>正定</translation>
    </message>
    <message>
        <source>positive semi-definite: an eigenvalue is 0</source>
        <translation>半正定：有一个特征值为 0</translation>
    </message>
    <message>
        <source>presentations</source>
        <translation>呈现次数</translation>
    </message>
    <message>
        <source>projected on η</source>
        <translation>投影到 η</translation>
    </message>
    <message>
        <source>projected on λ</source>
        <translation>投影到 λ</translation>
    </message>
    <message>
        <source>random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>range test</source>
        <translation>学习率范围测试</translation>
    </message>
    <message>
        <source>rate η</source>
        <translation>学习率 η</translation>
    </message>
    <message>
        <source>rate η now</source>
        <translation>当前学习率 η</translation>
    </message>
    <message>
        <source>rate η: from the point against its gradient</source>
        <translation>学习率 η：从该点沿负梯度</translation>
    </message>
    <message>
        <source>raw</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>re-estimated</source>
        <translation>重新估计</translation>
    </message>
    <message>
        <source>receptive field</source>
        <translation>感受野</translation>
    </message>
    <message>
        <source>red</source>
        <translation>红</translation>
    </message>
    <message>
        <source>reduction A</source>
        <translation>缩减 A</translation>
    </message>
    <message>
        <source>reduction B</source>
        <translation>缩减 B</translation>
    </message>
    <message>
        <source>restore the default</source>
        <translation>恢复默认值</translation>
    </message>
    <message>
        <source>return to the first view</source>
        <translation>回到最初的视角</translation>
    </message>
    <message>
        <source>ridges</source>
        <translation>山脊图</translation>
    </message>
    <message>
        <source>right</source>
        <translation>向右</translation>
    </message>
    <message>
        <source>right on 5-9 in %</source>
        <translation>5-9 的准确率（%）</translation>
    </message>
    <message>
        <source>right on new digits</source>
        <translation>新数字上的正确率</translation>
    </message>
    <message>
        <source>right: eval()</source>
        <translation>正确：eval()</translation>
    </message>
    <message>
        <source>rise of the loss</source>
        <translation>损失的上升</translation>
    </message>
    <message>
        <source>root s</source>
        <translation>平方根 s</translation>
    </message>
    <message>
        <source>rotated (PCA)</source>
        <translation>旋转（PCA）</translation>
    </message>
    <message>
        <source>row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>rows not seen</source>
        <translation>未见过的行</translation>
    </message>
    <message>
        <source>running mean</source>
        <translation>滑动均值</translation>
    </message>
    <message>
        <source>saddle</source>
        <translation>鞍点</translation>
    </message>
    <message>
        <source>same start</source>
        <translation>同一起点</translation>
    </message>
    <message>
        <source>sample</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>sample {n}</source>
        <translation>样本 {n}</translation>
    </message>
    <message>
        <source>sample {n}, channel {c}</source>
        <translation>样本 {n}，通道 {c}</translation>
    </message>
    <message>
        <source>sample {n}, group {g}</source>
        <translation>样本 {n}，组 {g}</translation>
    </message>
    <message>
        <source>sample {sample}, channel {channel}</source>
        <translation>样本 {sample}，通道 {channel}</translation>
    </message>
    <message>
        <source>samples seen</source>
        <translation>所见样本</translation>
    </message>
    <message>
        <source>samples trained on</source>
        <translation>训练样本</translation>
    </message>
    <message>
        <source>saturated</source>
        <translation>饱和</translation>
    </message>
    <message>
        <source>saturated ({value} of layer {layer}&apos;s values on the flats, z&apos;s RMS is {factor})</source>
        <translation>饱和（第 {layer} 层有 {value} 的值在平坦段上，z 的 RMS 为 {factor}）</translation>
    </message>
    <message>
        <source>scale γ</source>
        <translation>缩放 γ</translation>
    </message>
    <message>
        <source>scaled z</source>
        <translation>缩放后 z</translation>
    </message>
    <message>
        <source>scaling</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>score z</source>
        <translation>得分 z</translation>
    </message>
    <message>
        <source>second component</source>
        <translation>第二主成分</translation>
    </message>
    <message>
        <source>second weight</source>
        <translation>第二个权重</translation>
    </message>
    <message>
        <source>set the start</source>
        <translation>设置起点</translation>
    </message>
    <message>
        <source>share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>share below</source>
        <translation>低于此值的比例</translation>
    </message>
    <message>
        <source>share of a layer&apos;s dead units</source>
        <translation>一层中死亡单元的比例</translation>
    </message>
    <message>
        <source>share of all starts</source>
        <translation>占全部起点的比例</translation>
    </message>
    <message>
        <source>share of dead units at the start</source>
        <translation>开始时死亡单元的比例</translation>
    </message>
    <message>
        <source>share of saturated values at the start</source>
        <translation>开始时饱和值的比例</translation>
    </message>
    <message>
        <source>share of steps up by more than 0.5</source>
        <translation>损失上升超过 0.5 的步所占的比例</translation>
    </message>
    <message>
        <source>share of steps without a finite loss</source>
        <translation>损失不是有限数的步所占的比例</translation>
    </message>
    <message>
        <source>share of the batch losses&apos; order that the place in the epoch explains</source>
        <translation>批损失的次序中由轮内位置解释的比例</translation>
    </message>
    <message>
        <source>share of units dead</source>
        <translation>死亡单元的比例</translation>
    </message>
    <message>
        <source>share right</source>
        <translation>判对比例</translation>
    </message>
    <message>
        <source>share saturated</source>
        <translation>饱和的比例</translation>
    </message>
    <message>
        <source>share, std</source>
        <translation>比例、标准差</translation>
    </message>
    <message>
        <source>shares a mean</source>
        <translation>共享均值</translation>
    </message>
    <message>
        <source>shift to the right in pixels</source>
        <translation>向右平移（像素）</translation>
    </message>
    <message>
        <source>shift β</source>
        <translation>平移 β</translation>
    </message>
    <message>
        <source>show all of it again</source>
        <translation>重新显示全部</translation>
    </message>
    <message>
        <source>show its net</source>
        <translation>显示它的网络</translation>
    </message>
    <message>
        <source>show that layer in large</source>
        <translation>放大显示该层</translation>
    </message>
    <message>
        <source>shuffled apart</source>
        <translation>分别打乱</translation>
    </message>
    <message>
        <source>sigmoid</source>
        <translation>sigmoid</translation>
    </message>
    <message>
        <source>sigmoid BCE</source>
        <translation>sigmoid BCE</translation>
    </message>
    <message>
        <source>sigmoid, BN</source>
        <translation>sigmoid，BN</translation>
    </message>
    <message>
        <source>sigmoid, Xavier</source>
        <translation>sigmoid，Xavier</translation>
    </message>
    <message>
        <source>sigmoid, pretrained</source>
        <translation>sigmoid，预训练</translation>
    </message>
    <message>
        <source>sigmoid, squared</source>
        <translation>sigmoid，平方</translation>
    </message>
    <message>
        <source>signal broken ({value} of layer {layer}&apos;s values are infinite or NaN)</source>
        <translation>信号失效（第 {layer} 层有 {value} 的值为无穷或 NaN）</translation>
    </message>
    <message>
        <source>signal exploding (layer {layer}&apos;s std is {ratio} times {against}, × {factor} a layer)</source>
        <translation>信号爆炸（第 {layer} 层的标准差是{against} {ratio} 倍，每层 × {factor}）</translation>
    </message>
    <message>
        <source>signal vanishing (layer {layer}&apos;s std is {ratio} of {against}, × {factor} a layer)</source>
        <translation>信号消失（第 {layer} 层的标准差是{against} {ratio} 倍，每层 × {factor}）</translation>
    </message>
    <message>
        <source>skip</source>
        <translation>跳跃</translation>
    </message>
    <message>
        <source>slope</source>
        <translation>斜率</translation>
    </message>
    <message>
        <source>slope along the line</source>
        <translation>沿直线的坡度</translation>
    </message>
    <message>
        <source>smooth L1</source>
        <translation>平滑 L1</translation>
    </message>
    <message>
        <source>softmax before the loss</source>
        <translation>损失之前有 softmax</translation>
    </message>
    <message>
        <source>softmax cross-entropy</source>
        <translation>softmax 交叉熵</translation>
    </message>
    <message>
        <source>softmax, squared</source>
        <translation>softmax，平方</translation>
    </message>
    <message>
        <source>softplus</source>
        <translation>softplus</translation>
    </message>
    <message>
        <source>something is missing after “{part}”</source>
        <translation>“{part}”之后缺少内容</translation>
    </message>
    <message>
        <source>something is missing before “{part}”</source>
        <translation>“{part}”之前缺少内容</translation>
    </message>
    <message>
        <source>spectrum at step {step}</source>
        <translation>第 {step} 步的谱</translation>
    </message>
    <message>
        <source>spirals</source>
        <translation>螺旋</translation>
    </message>
    <message>
        <source>squared error</source>
        <translation>平方误差</translation>
    </message>
    <message>
        <source>squared error on a sigmoid</source>
        <translation>sigmoid 上的平方误差</translation>
    </message>
    <message>
        <source>squared error on a softmax</source>
        <translation>softmax 上的平方误差</translation>
    </message>
    <message>
        <source>squared q = c²</source>
        <translation>平方 q = c²</translation>
    </message>
    <message>
        <source>stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>stage {stage} of {count}: {value}</source>
        <translation>第 {stage} 阶段（共 {count} 个）：{value}</translation>
    </message>
    <message>
        <source>standardized</source>
        <translation>标准化</translation>
    </message>
    <message>
        <source>start</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>start {number}</source>
        <translation>起点 {number}</translation>
    </message>
    <message>
        <source>std</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>std of dL/dh</source>
        <translation>dL/dh 标准差</translation>
    </message>
    <message>
        <source>std of h</source>
        <translation>h 的标准差</translation>
    </message>
    <message>
        <source>std of h over the samples</source>
        <translation>h 在样本间的标准差</translation>
    </message>
    <message>
        <source>std of the head&apos;s weights</source>
        <translation>输出层权重的标准差</translation>
    </message>
    <message>
        <source>std of the last hidden layer at the start</source>
        <translation>开始时最后一个隐藏层的标准差</translation>
    </message>
    <message>
        <source>std of the last layer</source>
        <translation>最后一层的标准差</translation>
    </message>
    <message>
        <source>std of z</source>
        <translation>z 的标准差</translation>
    </message>
    <message>
        <source>steepest by log η</source>
        <translation>按 log η 最陡</translation>
    </message>
    <message>
        <source>steepest by η</source>
        <translation>按 η 最陡</translation>
    </message>
    <message>
        <source>stem</source>
        <translation>起始层</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>step decay</source>
        <translation>阶梯衰减</translation>
    </message>
    <message>
        <source>step of the bend</source>
        <translation>弯点的步</translation>
    </message>
    <message>
        <source>step of the net</source>
        <translation>网络的步数</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>第 {step} 步</translation>
    </message>
    <message>
        <source>step {step} of {total}</source>
        <translation>第 {step} 步，共 {total} 步</translation>
    </message>
    <message>
        <source>steps needed; gray: never there</source>
        <translation>所需步数；灰色：未到达</translation>
    </message>
    <message>
        <source>steps until it stays at a minimum; -1 never</source>
        <translation>停留在某个极小值点之前的步数；-1 从未</translation>
    </message>
    <message>
        <source>steps until it stays at the minimum; -1 never</source>
        <translation>停留在极小值点之前的步数；-1 从未</translation>
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
        <source>stopped at step {step} of {total}</source>
        <translation>停在第 {step} 步，共 {total} 步</translation>
    </message>
    <message>
        <source>stopped: this is as far as it came</source>
        <translation>已停止：这是停止前得到的部分</translation>
    </message>
    <message>
        <source>straight line</source>
        <translation>直线</translation>
    </message>
    <message>
        <source>sum</source>
        <translation>求和</translation>
    </message>
    <message>
        <source>sum or concatenation</source>
        <translation>求和或拼接</translation>
    </message>
    <message>
        <source>t, from a to b</source>
        <translation>t，从 a 到 b</translation>
    </message>
    <message>
        <source>take away</source>
        <translation>去掉</translation>
    </message>
    <message>
        <source>tangent</source>
        <translation>切线</translation>
    </message>
    <message>
        <source>tanh</source>
        <translation>tanh</translation>
    </message>
    <message>
        <source>ten digits</source>
        <translation>十个数字</translation>
    </message>
    <message>
        <source>ten layers</source>
        <translation>十层</translation>
    </message>
    <message>
        <source>ten steps at once</source>
        <translation>一次十步</translation>
    </message>
    <message>
        <source>ten times finer</source>
        <translation>细十倍</translation>
    </message>
    <message>
        <source>test accuracy</source>
        <translation>测试准确率</translation>
    </message>
    <message>
        <source>test error</source>
        <translation>测试错误率</translation>
    </message>
    <message>
        <source>test error in %</source>
        <translation>测试错误率（%）</translation>
    </message>
    <message>
        <source>test loss</source>
        <translation>测试损失</translation>
    </message>
    <message>
        <source>textbook&apos;s</source>
        <translation>教科书的</translation>
    </message>
    <message>
        <source>textbook&apos;s averages</source>
        <translation>教科书的平均</translation>
    </message>
    <message>
        <source>textbook: m old</source>
        <translation>教科书：m 乘旧值</translation>
    </message>
    <message>
        <source>that net, and the digit moved there</source>
        <translation>选择那个网络，并把数字移到那里</translation>
    </message>
    <message>
        <source>the batch</source>
        <translation>批量</translation>
    </message>
    <message>
        <source>the bend&apos;s way</source>
        <translation>弯点的路径</translation>
    </message>
    <message>
        <source>the chosen competitor&apos;s</source>
        <translation>所选参赛者的取值</translation>
    </message>
    <message>
        <source>the curve&apos;s</source>
        <translation>曲线的</translation>
    </message>
    <message>
        <source>the definition</source>
        <translation>按定义</translation>
    </message>
    <message>
        <source>the depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>the dragged digit: {shift}</source>
        <translation>拖动的数字：{shift}</translation>
    </message>
    <message>
        <source>the exponent {part} is too large</source>
        <translation>指数 {part} 太大</translation>
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
        <source>the initial scale</source>
        <translation>初始尺度</translation>
    </message>
    <message>
        <source>the input has no spread (std {value}, mean {ratio}), which says nothing about the initialization</source>
        <translation>输入没有变化（标准差 {value}，均值 {ratio}），无法据此评判初始化</translation>
    </message>
    <message>
        <source>the input&apos;s</source>
        <translation>输入的</translation>
    </message>
    <message>
        <source>the last 20 steps</source>
        <translation>最近 20 步</translation>
    </message>
    <message>
        <source>the layers&apos; median</source>
        <translation>各层的中位数</translation>
    </message>
    <message>
        <source>the learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>the line&apos;s</source>
        <translation>直线的</translation>
    </message>
    <message>
        <source>the lines are fitted anew</source>
        <translation>直线随之重新拟合</translation>
    </message>
    <message>
        <source>the maximum of 2 x 2</source>
        <translation>2 x 2 的最大值</translation>
    </message>
    <message>
        <source>the mean of 2 x 2</source>
        <translation>2 x 2 的平均值</translation>
    </message>
    <message>
        <source>the net&apos;s strides leave nothing of an input of {given} pixels a side; accepted: {accepted}</source>
        <translation>边长 {given} 像素的输入经过网络的各个步幅后什么也不剩；可取：{accepted}</translation>
    </message>
    <message>
        <source>the part that it belongs to</source>
        <translation>它所属的部分</translation>
    </message>
    <message>
        <source>the path&apos;s mean</source>
        <translation>路径的均值</translation>
    </message>
    <message>
        <source>the picture {given} is too large; accepted: {accepted} a side</source>
        <translation>图片 {given} 太大；可接受：每边 {accepted}</translation>
    </message>
    <message>
        <source>the placement</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>the race&apos;s start</source>
        <translation>比赛的起点</translation>
    </message>
    <message>
        <source>the same 20</source>
        <translation>同样的 20 个</translation>
    </message>
    <message>
        <source>the start before, or the next</source>
        <translation>上一个或下一个起点</translation>
    </message>
    <message>
        <source>the step taken</source>
        <translation>实际走的一步</translation>
    </message>
    <message>
        <source>the surface is not finite at the start {given}</source>
        <translation>曲面在起点 {given} 处不是有限值</translation>
    </message>
    <message>
        <source>the whole surface again</source>
        <translation>重新显示整个曲面</translation>
    </message>
    <message>
        <source>the wider, the farther beside the plane</source>
        <translation>圈越大，偏离平面越远</translation>
    </message>
    <message>
        <source>theory</source>
        <translation>理论</translation>
    </message>
    <message>
        <source>theory {factor}</source>
        <translation>理论 {factor}</translation>
    </message>
    <message>
        <source>theory&apos;s limit</source>
        <translation>理论极限</translation>
    </message>
    <message>
        <source>there is no such parameter; there are {accepted}</source>
        <translation>没有这个参数；现有参数：{accepted}</translation>
    </message>
    <message>
        <source>there is not enough memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>those that are new to the rules</source>
        <translation>对规则来说是新的那些</translation>
    </message>
    <message>
        <source>those that thresholds were set on</source>
        <translation>定阈值所用的那些</translation>
    </message>
    <message>
        <source>three blobs</source>
        <translation>三个团</translation>
    </message>
    <message>
        <source>three convolutions, batch norm</source>
        <translation>三个卷积层，批量归一化</translation>
    </message>
    <message>
        <source>three optimizers</source>
        <translation>三个优化器</translation>
    </message>
    <message>
        <source>three starts</source>
        <translation>三个起点</translation>
    </message>
    <message>
        <source>through the three ends</source>
        <translation>过三个终点</translation>
    </message>
    <message>
        <source>torch&apos;s</source>
        <translation>torch 的</translation>
    </message>
    <message>
        <source>torch&apos;s averages</source>
        <translation>torch 的平均</translation>
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
        <source>torch: m new</source>
        <translation>torch：m 乘新值</translation>
    </message>
    <message>
        <source>trace</source>
        <translation>迹</translation>
    </message>
    <message>
        <source>train(): goes on</source>
        <translation>训练模式：继续变</translation>
    </message>
    <message>
        <source>train: its running mean and variance go on moving. eval: they stand still</source>
        <translation>训练模式：其滑动均值与方差继续变化。eval：它们保持不变</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>training error</source>
        <translation>训练错误率</translation>
    </message>
    <message>
        <source>training loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>training loss / ln C</source>
        <translation>训练损失 / ln C</translation>
    </message>
    <message>
        <source>training rows</source>
        <translation>训练行</translation>
    </message>
    <message>
        <source>trainings</source>
        <translation>训练次数</translation>
    </message>
    <message>
        <source>transition</source>
        <translation>过渡层</translation>
    </message>
    <message>
        <source>true labels gain at least {gain} more</source>
        <translation>真标签的增益至少多 {gain}</translation>
    </message>
    <message>
        <source>truth</source>
        <translation>真值</translation>
    </message>
    <message>
        <source>tuned</source>
        <translation>调优</translation>
    </message>
    <message>
        <source>turn the surface</source>
        <translation>旋转曲面</translation>
    </message>
    <message>
        <source>two convolutions, batch norm</source>
        <translation>两个卷积，批归一化</translation>
    </message>
    <message>
        <source>two hidden layers of 50</source>
        <translation>两个 50 单元的隐藏层</translation>
    </message>
    <message>
        <source>two hidden layers of 64</source>
        <translation>两个 64 单元的隐藏层</translation>
    </message>
    <message>
        <source>u</source>
        <translation>u</translation>
    </message>
    <message>
        <source>u = {u}, v = {v}: loss {loss}</source>
        <translation>u = {u}，v = {v}：损失 {loss}</translation>
    </message>
    <message>
        <source>u, a random direction</source>
        <translation>u，随机方向</translation>
    </message>
    <message>
        <source>u, first direction</source>
        <translation>u，第一方向</translation>
    </message>
    <message>
        <source>u, sharpest direction</source>
        <translation>u，最陡方向</translation>
    </message>
    <message>
        <source>u, to {run}</source>
        <translation>u，指向 {run}</translation>
    </message>
    <message>
        <source>unbiased variance</source>
        <translation>无偏方差</translation>
    </message>
    <message>
        <source>undecided: the curvature fades to 0</source>
        <translation>未定：曲率趋于 0</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>unit, ranked</source>
        <translation>单元（按大小排序）</translation>
    </message>
    <message>
        <source>up to {factor}×</source>
        <translation>至多 {factor} 倍</translation>
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
        <source>v</source>
        <translation>v</translation>
    </message>
    <message>
        <source>v, another</source>
        <translation>v，另一随机方向</translation>
    </message>
    <message>
        <source>v, second direction</source>
        <translation>v，第二方向</translation>
    </message>
    <message>
        <source>v, second sharpest</source>
        <translation>v，次陡方向</translation>
    </message>
    <message>
        <source>v, to {run}</source>
        <translation>v，指向 {run}</translation>
    </message>
    <message>
        <source>v1 adds before the activation, v2 has norm and activation before each convolution</source>
        <translation>v1 先相加再激活，v2 在每个卷积之前归一化并激活</translation>
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
        <source>value f</source>
        <translation>值 f</translation>
    </message>
    <message>
        <source>value, forward</source>
        <translation>值，前向传播</translation>
    </message>
    <message>
        <source>values</source>
        <translation>值</translation>
    </message>
    <message>
        <source>values of type {given} are not real numbers; accepted: {accepted}</source>
        <translation>{given} 类型的值不是实数；应为：{accepted}</translation>
    </message>
    <message>
        <source>values, forward</source>
        <translation>值的前向传播</translation>
    </message>
    <message>
        <source>variance</source>
        <translation>方差</translation>
    </message>
    <message>
        <source>variance σ²</source>
        <translation>方差 σ²</translation>
    </message>
    <message>
        <source>warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>weight decay λ</source>
        <translation>权重衰减 λ</translation>
    </message>
    <message>
        <source>weight of a</source>
        <translation>a 的权重</translation>
    </message>
    <message>
        <source>weight of b, the rare feature</source>
        <translation>稀有特征 b 的权重</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>weights drawn</source>
        <translation>权重随机初始化</translation>
    </message>
    <message>
        <source>weights&apos; gradients</source>
        <translation>权重梯度</translation>
    </message>
    <message>
        <source>weights&apos; gradients, dL/dW</source>
        <translation>权重梯度，dL/dW</translation>
    </message>
    <message>
        <source>whitened</source>
        <translation>白化</translation>
    </message>
    <message>
        <source>width</source>
        <translation>宽</translation>
    </message>
    <message>
        <source>with curvature</source>
        <translation>计入曲率</translation>
    </message>
    <message>
        <source>with {given} each step would take too long; accepted: {accepted}</source>
        <translation>取 {given} 时每一步太慢；可取：{accepted}</translation>
    </message>
    <message>
        <source>wrong sign</source>
        <translation>符号错误</translation>
    </message>
    <message>
        <source>wrong: left in training mode</source>
        <translation>错误：仍处于训练模式</translation>
    </message>
    <message>
        <source>x and y of each point that lines are fitted to; empty: drawn ones</source>
        <translation>拟合直线所用各点的 x 与 y；留空则为抽取的点</translation>
    </message>
    <message>
        <source>x from</source>
        <translation>x 从</translation>
    </message>
    <message>
        <source>x to</source>
        <translation>x 到</translation>
    </message>
    <message>
        <source>x, y and class of each point, from 0; a click on the picture adds one</source>
        <translation>每个点的 x、y 与类别（从 0 起）；在图上单击即可添加</translation>
    </message>
    <message>
        <source>x, y and height there; near a path, its step</source>
        <translation>显示该处的 x、y 和高度；靠近路径时显示其步数</translation>
    </message>
    <message>
        <source>y from</source>
        <translation>y 从</translation>
    </message>
    <message>
        <source>y to</source>
        <translation>y 到</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>your guess …</source>
        <translation>你的猜测…</translation>
    </message>
    <message>
        <source>zero: both eigenvalues are 0</source>
        <translation>零矩阵：两个特征值均为 0</translation>
    </message>
    <message>
        <source>zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>zoom, move; a double-click shows all of it</source>
        <translation>缩放、移动；双击则显示全部</translation>
    </message>
    <message>
        <source>{across} × {down} pixels, {width} × {height} cm at {dpi} dpi</source>
        <translation>{across} × {down} 像素，{dpi} dpi 时为 {width} × {height} 厘米</translation>
    </message>
    <message>
        <source>{all} trainings: the rate explains {share} of the variance of their losses.</source>
        <translation>{all} 次训练：学习率解释了损失方差的 {share}。</translation>
    </message>
    <message>
        <source>{arrays} arrays, {numbers} numbers, with the settings that give them again</source>
        <translation>{arrays} 个数组，{numbers} 个数，并附可重现它们的设置</translation>
    </message>
    <message>
        <source>{arrived} arrive, the fastest in {steps} steps; {diverged} diverge (hatched).</source>
        <translation>{arrived} 到达，最快 {steps} 步；{diverged} 发散（斜线区）。</translation>
    </message>
    <message>
        <source>{claim}: why?</source>
        <translation>{claim}：为什么？</translation>
    </message>
    <message>
        <source>{count} MACs ({share})</source>
        <translation>MAC {count}（{share}）</translation>
    </message>
    <message>
        <source>{count} braids: what goes past a layer is concatenated with it.</source>
        <translation>{count} 条辫子：绕过一层的部分与该层拼接。</translation>
    </message>
    <message>
        <source>{count} concatenations of branches, and no skip: not one sum.</source>
        <translation>{count} 次分支拼接，没有跳跃连接：一次求和也没有。</translation>
    </message>
    <message>
        <source>{count} of {total} answered. Par from the curves alone is {par}.</source>
        <translation>已答 {count} 个，共 {total} 个。仅凭曲线的标准是 {par}。</translation>
    </message>
    <message>
        <source>{count} parameters ({share})</source>
        <translation>参数 {count}（{share}）</translation>
    </message>
    <message>
        <source>{count} pieces</source>
        <translation>{count} 块</translation>
    </message>
    <message>
        <source>{count} rows</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <source>{count} runs diverged.</source>
        <translation>{count} 次训练发散。</translation>
    </message>
    <message>
        <source>{count} samples</source>
        <translation>{count} 个样本</translation>
    </message>
    <message>
        <source>{count} skips: sums of a branch with what goes past it.</source>
        <translation>{count} 条跳跃连接：分支与绕过它的部分相加。</translation>
    </message>
    <message>
        <source>{count} times</source>
        <translation>{count} 处</translation>
    </message>
    <message>
        <source>{count} values are too large for float32, so all of this is computed in float64.</source>
        <translation>有 {count} 个值超出 float32 的范围，因此全部改用 float64 计算。</translation>
    </message>
    <message>
        <source>{count} values of the input are NaN or infinite.</source>
        <translation>输入中有 {count} 个值为 NaN 或无穷大。</translation>
    </message>
    <message>
        <source>{done} of {all} runs have ended; the others train on until the loss is {loss}.</source>
        <translation>{all} 次运行中有 {done} 次已结束；其余训练到损失为 {loss}。</translation>
    </message>
    <message>
        <source>{far} ends flatter than {near}: λmax {at_far} against {at_near} ({p}).</source>
        <translation>{far} 比 {near} 停得更平坦：λmax {at_far}，对 {at_near}（{p}）。</translation>
    </message>
    <message>
        <source>{far} ends sharper than {near}: λmax {at_far} against {at_near} ({p}).</source>
        <translation>{far} 比 {near} 停得更尖锐：λmax {at_far}，对 {at_near}（{p}）。</translation>
    </message>
    <message>
        <source>{field} px: {share} of the side</source>
        <translation>{field} 像素：边长的 {share}</translation>
    </message>
    <message>
        <source>{field} px: {times} × the input</source>
        <translation>{field} 像素：输入的 {times} 倍</translation>
    </message>
    <message>
        <source>{format} is of a single picture: choose one of the panel&apos;s.</source>
        <translation>{format} 只能存单张图：请在面板中选择一张。</translation>
    </message>
    <message>
        <source>{frames} frames of {across} × {down} pixels, {seconds} s</source>
        <translation>{frames} 帧，每帧 {across} × {down} 像素，{seconds} 秒</translation>
    </message>
    <message>
        <source>{gate} is learned after {count} presentations.</source>
        <translation>呈现 {count} 次后学会了 {gate}。</translation>
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
        <source>{given} does not divide the width; the nearest that does: {accepted}</source>
        <translation>{given} 不能整除宽度；最接近的因数是 {accepted}</translation>
    </message>
    <message>
        <source>{given} is more than memory is given for; accepted: {accepted}</source>
        <translation>{given} 超出了内存限额；应为：{accepted}</translation>
    </message>
    <message>
        <source>{given} is no range: the first end has to be below the second</source>
        <translation>{given} 不是一个范围：前一端必须小于后一端</translation>
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
        <source>{given} of the whole numbers are so large that float64 cannot tell them apart; subtract a constant first; accepted: {accepted}</source>
        <translation>有 {given} 个整数过大，float64 无法区分；请先减去一个常数；可用：{accepted}</translation>
    </message>
    <message>
        <source>{given} points of a single class are nothing to tell apart; accepted: {accepted} classes</source>
        <translation>{given} 个点只属于一个类别，无可区分；可以是 {accepted} 个类别</translation>
    </message>
    <message>
        <source>{given} steps by whole matrices of weights, and two coordinates are none: choose it for a net, in Activations, Training; accepted here: {accepted}</source>
        <translation>{given} 按整个权重矩阵更新，而两个坐标不是矩阵：请在“激活值”面板的“训练”页用它训练网络；此处可选：{accepted}</translation>
    </message>
    <message>
        <source>{given} values are NaN, infinite or too large; accepted: {accepted}</source>
        <translation>有 {given} 个值为 NaN、无穷大或过大；可用：{accepted}</translation>
    </message>
    <message>
        <source>{given} values are too large for float32, in which a net computes; accepted: {accepted}</source>
        <translation>有 {given} 个值超出 float32 的范围，而网络用 float32 计算；可选：{accepted}</translation>
    </message>
    <message>
        <source>{given} weighted layers are no whole number of blocks of two; the nearest: {accepted}</source>
        <translation>{given} 个带权层凑不成整数个两层的块；最接近的是：{accepted}</translation>
    </message>
    <message>
        <source>{help} opens the lessons. Each makes a claim, says where it is often taught wrongly, sets the panel up to show it, and compares numbers computed here and now with what they should be.</source>
        <translation>{help} 打开讲解。每一讲提出一个论断，指出它常被讲错的地方，把面板设置好来演示，并把此刻在本机算出的数与应有的数作比较。</translation>
    </message>
    <message>
        <source>{kind}, depth {depth}</source>
        <translation>{kind}，深度 {depth}</translation>
    </message>
    <message>
        <source>{known} of {all} trainings</source>
        <translation>已完成 {known} / {all} 次训练</translation>
    </message>
    <message>
        <source>{k} components</source>
        <translation>{k} 个主成分</translation>
    </message>
    <message>
        <source>{k} components hold {share} of the variance; of digits not seen they leave out {error} of 16 gray levels.</source>
        <translation>{k} 个主成分包含 {share} 的方差；对未见过的数字，重构误差为 {error} 级灰度（共 16 级）。</translation>
    </message>
    <message>
        <source>{loss} ({gradient})</source>
        <translation>{loss}（{gradient}）</translation>
    </message>
    <message>
        <source>{loss} {slope}</source>
        <translation>{loss} {slope}</translation>
    </message>
    <message>
        <source>{many} identities inserted into the net of depth {shallow} (no norm): {before} {sign} {after}.</source>
        <translation>在深度 {shallow} 的网络（无归一化）里插入 {many} 个恒等层：{before} {sign} {after}。</translation>
    </message>
    <message>
        <source>{measure} {value} ({sign} {threshold})</source>
        <translation>{measure} {value}（{sign} {threshold}）</translation>
    </message>
    <message>
        <source>{missed} runs did not get down to the loss within {epochs} epochs: they stopped higher, and there curvature is another.</source>
        <translation>{missed} 次运行在 {epochs} 个周期内没有降到该损失：它们停在更高处，那里的曲率不同。</translation>
    </message>
    <message>
        <source>{name} at {loss}</source>
        <translation>{name} 为 {loss}</translation>
    </message>
    <message>
        <source>{name} from ({x}, {y}): at the minimum ({a}, {b}) after {steps} steps</source>
        <translation>{name} 从 ({x}, {y}) 出发：{steps} 步后到达极小值点 ({a}, {b})</translation>
    </message>
    <message>
        <source>{name} from ({x}, {y}): diverges</source>
        <translation>{name} 从 ({x}, {y}) 出发：发散</translation>
    </message>
    <message>
        <source>{name} from ({x}, {y}): leaves the domain</source>
        <translation>{name} 从 ({x}, {y}) 出发：离开区域</translation>
    </message>
    <message>
        <source>{name} from ({x}, {y}): still moving after {steps} steps</source>
        <translation>{name} 从 ({x}, {y}) 出发：{steps} 步后仍在移动</translation>
    </message>
    <message>
        <source>{name} with {a}, {b}: diverges</source>
        <translation>{name}，{a}，{b}：发散</translation>
    </message>
    <message>
        <source>{name} with {a}, {b}: not there after {steps} steps</source>
        <translation>{name}，{a}，{b}：{steps} 步后未到达</translation>
    </message>
    <message>
        <source>{name} with {a}, {b}: there after {steps} steps</source>
        <translation>{name}，{a}，{b}：{steps} 步后到达</translation>
    </message>
    <message>
        <source>{name} {before}, {after}</source>
        <translation>{name} {before}、{after}</translation>
    </message>
    <message>
        <source>{name} {now}, pinned {before}</source>
        <translation>{name} {now}，固定的 {before}</translation>
    </message>
    <message>
        <source>{name}, changed</source>
        <translation>{name}（已修改）</translation>
    </message>
    <message>
        <source>{name}, from step {step} to {next}</source>
        <translation>{name}，从第 {step} 步到第 {next} 步</translation>
    </message>
    <message>
        <source>{name}, histogram</source>
        <translation>{name}，直方图</translation>
    </message>
    <message>
        <source>{name}, the batch as a block</source>
        <translation>{name}，批量的方块图</translation>
    </message>
    <message>
        <source>{name}: no rule holds.</source>
        <translation>{name}：没有规则成立。</translation>
    </message>
    <message>
        <source>{name}: output {shape}</source>
        <translation>{name}：输出 {shape}</translation>
    </message>
    <message>
        <source>{name}: saturated, and yet the gradient grows {growth} times a layer: at layer 1 the median of |dL/dz| is {median}, its RMS {rms}. A few steep units carry it.</source>
        <translation>{name}：已饱和，而梯度仍每层增大到 {growth} 倍：第 1 层 |dL/dz| 的中位数为 {median}，RMS 为 {rms}。承载梯度的是少数仍处在陡峭段的单元。</translation>
    </message>
    <message>
        <source>{name}: {right} of {read}</source>
        <translation>{name}：{read} 次中 {right} 次</translation>
    </message>
    <message>
        <source>{name}: {sentence}</source>
        <translation>{name}：{sentence}</translation>
    </message>
    <message>
        <source>{name}: {why}.</source>
        <translation>{name}：{why}。</translation>
    </message>
    <message>
        <source>{net} diverged at step {step}.</source>
        <translation>{net} 在第 {step} 步发散。</translation>
    </message>
    <message>
        <source>{net} has begun: batch loss {loss}.</source>
        <translation>{net} 已开始：批量损失 {loss}。</translation>
    </message>
    <message>
        <source>{net} is still learning: loss {loss}, accuracy {train}, held out {test}.</source>
        <translation>{net} 仍在学习：损失 {loss}，准确率 {train}，留出集 {test}。</translation>
    </message>
    <message>
        <source>{net} is worse than a random guess: loss {loss}, {dead} of its units dead.</source>
        <translation>{net} 比随机猜测还差：损失 {loss}，{dead} 的单元死亡。</translation>
    </message>
    <message>
        <source>{net} learns: loss {loss}, accuracy {train}, held out {test}.</source>
        <translation>{net} 在学习：损失 {loss}，准确率 {train}，留出集 {test}。</translation>
    </message>
    <message>
        <source>{net} stands still at {loss}, about ln 10, with {dead} of its units dead.</source>
        <translation>{net} 停在 {loss}，约为 ln 10，死亡单元占 {dead}。</translation>
    </message>
    <message>
        <source>{net} tells {train} of the points right</source>
        <translation>{net} 判对了 {train} 的点</translation>
    </message>
    <message>
        <source>{net} tells {train} of the points right, {test} of the held-out ones</source>
        <translation>{net} 判对了 {train} 的训练点、{test} 的留出点</translation>
    </message>
    <message>
        <source>{net}, held out</source>
        <translation>{net}，留出集</translation>
    </message>
    <message>
        <source>{net}, layer {layer}</source>
        <translation>{net}，第 {layer} 层</translation>
    </message>
    <message>
        <source>{net}, step {step}</source>
        <translation>{net}，第 {step} 步</translation>
    </message>
    <message>
        <source>{net}, training</source>
        <translation>{net}，训练</translation>
    </message>
    <message>
        <source>{net}, {shift}: {accuracy}</source>
        <translation>{net}，{shift}：{accuracy}</translation>
    </message>
    <message>
        <source>{net}, {shift}: {accuracy}; maps are off by {error}</source>
        <translation>{net}，{shift}：{accuracy}；特征图相差 {error}</translation>
    </message>
    <message>
        <source>{net}: {parameters} parameters, {macs} MACs</source>
        <translation>{net}：参数 {parameters}，MAC {macs}</translation>
    </message>
    <message>
        <source>{net}: {parameters} parameters, {macs} MACs for an input of {shape}; {depth} layers with weights one after another; the last map sees {field} px.</source>
        <translation>{net}：{parameters} 个参数，输入为 {shape} 时需 {macs} MAC；首尾相接的带权重层有 {depth} 个；最后的特征图能看到 {field} 像素。</translation>
    </message>
    <message>
        <source>{norm} in float64 is {ours} from our float32 and {theirs} from torch.nn&apos;s: ours is off.</source>
        <translation>{norm}：float64 的结果与本程序的 float32 相差 {ours}，与 torch.nn 的相差 {theirs}：偏差出在本程序。</translation>
    </message>
    <message>
        <source>{norm} in float64 is {theirs} from torch.nn&apos;s float32 and {ours} from ours: torch.nn is off.</source>
        <translation>{norm}：float64 的结果与 torch.nn 的 float32 相差 {theirs}，与本程序的相差 {ours}：偏差出在 torch.nn。</translation>
    </message>
    <message>
        <source>{norm} is undefined: a single sample leaves one value a channel, which has no variance.</source>
        <translation>{norm} 无定义：只有一个样本时每个通道只有一个值，没有方差。</translation>
    </message>
    <message>
        <source>{norm} is undefined: each map is a single value, which has no variance; maps of 2 or more pixels have one.</source>
        <translation>{norm} 无定义：每个特征图只有一个值，没有方差；至少 2 个像素的特征图才有方差。</translation>
    </message>
    <message>
        <source>{norm}(aWx) with a = {a} is not {norm}(Wx), up to its sign: {apart} apart, for a²σ² is no longer far above ε.</source>
        <translation>a = {a} 时，即使不计符号，{norm}(aWx) 也不等于 {norm}(Wx)：相差 {apart}，因为 a²σ² 已不再远大于 ε。</translation>
    </message>
    <message>
        <source>{norm}(aWx) with a = {a} is not {norm}(Wx), up to its sign: {apart} apart, for σ² of Wx itself is not far above ε.</source>
        <translation>a = {a} 时 {norm}(aWx) 与 {norm}(Wx) 不同（不计符号）：相差 {apart}，因为 Wx 的 σ² 本身并不远大于 ε。</translation>
    </message>
    <message>
        <source>{norm}(aWx) with a = {a} is {norm}(Wx) with its sign turned.</source>
        <translation>a = {a} 时 {norm}(aWx) 等于变号的 {norm}(Wx)。</translation>
    </message>
    <message>
        <source>{norm}(aWx) with a = {a} is {norm}(Wx), within {apart}.</source>
        <translation>a = {a} 时 {norm}(aWx) 等于 {norm}(Wx)，误差不超过 {apart}。</translation>
    </message>
    <message>
        <source>{norm}, ImageNet</source>
        <translation>{norm}，ImageNet</translation>
    </message>
    <message>
        <source>{norm}: the first {shown} of {count}</source>
        <translation>{norm}：{count} 组中的前 {shown} 组</translation>
    </message>
    <message>
        <source>{n} down</source>
        <translation>下移 {n}</translation>
    </message>
    <message>
        <source>{n} left</source>
        <translation>左移 {n}</translation>
    </message>
    <message>
        <source>{n} right</source>
        <translation>右移 {n}</translation>
    </message>
    <message>
        <source>{n} up</source>
        <translation>上移 {n}</translation>
    </message>
    <message>
        <source>{path} could not be read: {reason}</source>
        <translation>{path} 无法读取：{reason}</translation>
    </message>
    <message>
        <source>{path} could not be saved: {reason}</source>
        <translation>{path} 无法保存：{reason}</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}</source>
        <translation>无法写入 {path}：{reason}</translation>
    </message>
    <message>
        <source>{path} is a folder.</source>
        <translation>{path} 是文件夹。</translation>
    </message>
    <message>
        <source>{path} is no session of Saddlepoint.</source>
        <translation>{path} 不是 Saddlepoint 的会话。</translation>
    </message>
    <message>
        <source>{path} is no session: it is broken or cut off.</source>
        <translation>{path} 不是会话：已损坏或被截断。</translation>
    </message>
    <message>
        <source>{path} is not a file that can be opened.</source>
        <translation>{path} 不是可以打开的文件。</translation>
    </message>
    <message>
        <source>{path} is not opened here; accepted: {kinds}</source>
        <translation>{path} 不能在此打开；可接受：{kinds}</translation>
    </message>
    <message>
        <source>{path} is there already. Replace it?</source>
        <translation>{path} 已经存在。要替换它吗？</translation>
    </message>
    <message>
        <source>{path} is too large to be a session.</source>
        <translation>{path} 太大，不可能是会话。</translation>
    </message>
    <message>
        <source>{place}: mean {mean}, std {std}</source>
        <translation>{place}：均值 {mean}，标准差 {std}</translation>
    </message>
    <message>
        <source>{right} of {many} starts ({share}) tell {gate} right after {step} steps, with {hidden} hidden units and {activation}.</source>
        <translation>{many} 个起点中有 {right} 个（{share}）在 {step} 步后答对 {gate}，用 {hidden} 个隐藏单元和 {activation}。</translation>
    </message>
    <message>
        <source>{run}, as drawn</source>
        <translation>{run}，画出的</translation>
    </message>
    <message>
        <source>{run}, step {step}: {far} beside the plane; loss {real}, as drawn {drawn}</source>
        <translation>{run}，第 {step} 步：偏离平面 {far}；损失 {real}，画出 {drawn}</translation>
    </message>
    <message>
        <source>{share} % dead</source>
        <translation>{share} % 死亡</translation>
    </message>
    <message>
        <source>{share} at η {rate}</source>
        <translation>{share}，η = {rate}</translation>
    </message>
    <message>
        <source>{share} of that flatness is a lower loss alone: an epoch took {far} to {low}, {near} to {high}; trained on to {low}, {near} has λmax {matched}.</source>
        <translation>其中 {share} 的平坦只是因为损失更低：一个周期把 {far} 带到 {low}，把 {near} 带到 {high}；继续训练到 {low} 时，{near} 的 λmax 为 {matched}。</translation>
    </message>
    <message>
        <source>{stage}, covariance</source>
        <translation>{stage}，协方差</translation>
    </message>
    <message>
        <source>{tables} tables, {numbers} numbers</source>
        <translation>{tables} 个表，{numbers} 个数</translation>
    </message>
    <message>
        <source>{times} times its threshold; next to it: {second}.</source>
        <translation>阈值的 {times} 倍；其次：{second}。</translation>
    </message>
    <message>
        <source>{undo} takes back every change, a whole drag at once, and {redo} brings it back. {save} keeps all panels as they are.</source>
        <translation>{undo} 撤销每一次改动，一次拖动算一步；{redo} 重做。{save} 保存所有面板的现状。</translation>
    </message>
    <message>
        <source>{u} along, {v} off: loss {loss}</source>
        <translation>沿线 {u}，离线 {v}：损失 {loss}</translation>
    </message>
    <message>
        <source>{value}, from</source>
        <translation>{value}，从</translation>
    </message>
    <message>
        <source>{value}, to</source>
        <translation>{value}，到</translation>
    </message>
    <message>
        <source>{verdict}: {runs}</source>
        <translation>{verdict}：{runs}</translation>
    </message>
    <message>
        <source>{way} {loss}</source>
        <translation>{way} {loss}</translation>
    </message>
    <message>
        <source>{window}, {count} groups</source>
        <translation>{window}，{count} 组</translation>
    </message>
    <message>
        <source>{y} over {x}</source>
        <translation>{y}（横轴：{x}）</translation>
    </message>
    <message>
        <source>|W|</source>
        <translation>|W|</translation>
    </message>
    <message>
        <source>|dL/dh| over the last, at the start</source>
        <translation>开始时 |dL/dh| 与最后一块之比</translation>
    </message>
    <message>
        <source>|dL/dh|/last</source>
        <translation>|dL/dh| 之比</translation>
    </message>
    <message>
        <source>|dL/dw|</source>
        <translation>|dL/dw|</translation>
    </message>
    <message>
        <source>|gradient|</source>
        <translation>|梯度|</translation>
    </message>
    <message>
        <source>|Δw| / |w|</source>
        <translation>|Δw| / |w|</translation>
    </message>
    <message>
        <source>|Δw| / |w| in the first epoch</source>
        <translation>第一轮的 |Δw| / |w|</translation>
    </message>
    <message>
        <source>|Δw| / |w|, each layer</source>
        <translation>各层 |Δw| / |w|</translation>
    </message>
    <message>
        <source>|Δw|/|w|</source>
        <translation>|Δw|/|w|</translation>
    </message>
    <message>
        <source>|Δw|/|w|, median layer</source>
        <translation>|Δw|/|w|，各层中位数</translation>
    </message>
    <message>
        <source>± standard error</source>
        <translation>± 标准误差</translation>
    </message>
    <message>
        <source>β = δ</source>
        <translation>β = δ</translation>
    </message>
    <message>
        <source>β by channel</source>
        <translation>各通道的 β</translation>
    </message>
    <message>
        <source>γ = σ, β = μ (the notes)</source>
        <translation>γ = σ，β = μ（讲义）</translation>
    </message>
    <message>
        <source>γ = √(σ² + ε), β = μ</source>
        <translation>γ = √(σ² + ε)，β = μ</translation>
    </message>
    <message>
        <source>γ and β that give BN&apos;s input back: the exact ones, or the notes&apos; γ = σ</source>
        <translation>使 BN 的输入复原的 γ 和 β：精确值，或讲义的 γ = σ</translation>
    </message>
    <message>
        <source>γ by channel</source>
        <translation>各通道的 γ</translation>
    </message>
    <message>
        <source>ε, added to the variance under the root</source>
        <translation>ε，加在根号内的方差上</translation>
    </message>
    <message>
        <source>η = {rate}, λ = {decay}: diverged</source>
        <translation>η = {rate}，λ = {decay}：发散</translation>
    </message>
    <message>
        <source>η = {rate}, λ = {decay}: not trained yet</source>
        <translation>η = {rate}，λ = {decay}：尚未训练</translation>
    </message>
    <message>
        <source>η = {rate}, λ = {decay}: test loss {loss}</source>
        <translation>η = {rate}，λ = {decay}：测试损失 {loss}</translation>
    </message>
    <message>
        <source>η = {value}</source>
        <translation>η = {value}</translation>
    </message>
    <message>
        <source>λ on a linear axis</source>
        <translation>λ 用线性轴</translation>
    </message>
    <message>
        <source>λ on a logarithmic axis</source>
        <translation>λ 用对数轴</translation>
    </message>
    <message>
        <source>λ/2 |w|² is added to what is minimized; it can be changed while the net trains</source>
        <translation>在被最小化的量上加 λ/2 |w|²；训练时可以更改</translation>
    </message>
    <message>
        <source>λ/2 · w² of a logistic regression whose one weight is z</source>
        <translation>逻辑回归的惩罚 λ/2 · w²，其唯一的权重就是 z</translation>
    </message>
    <message>
        <source>λ/2 · |w|² is added to the net&apos;s loss</source>
        <translation>在网络的损失上加 λ/2 · |w|²</translation>
    </message>
    <message>
        <source>λ/2 · |w|² over all weights, no biases</source>
        <translation>对所有权重（不含偏置）的 λ/2 · |w|²</translation>
    </message>
    <message>
        <source>λ1 has not come to the line {line}: at most {share} of it, at step {step}.</source>
        <translation>λ1 没有到达线 {line}：最多到线的 {share}，在第 {step} 步。</translation>
    </message>
    <message>
        <source>λ1 is on the line {line} at step {step}. Since then its median is {median} of the line, and {share} of the steps raise the loss; from {first} it came to {last} all the same.</source>
        <translation>λ1 在第 {step} 步到达线 {line}。此后它与线之比的中位数为 {median}，{share} 的步使损失上升；尽管如此，损失仍从 {first} 降到 {last}。</translation>
    </message>
    <message>
        <source>λ1/line</source>
        <translation>λ1/线</translation>
    </message>
    <message>
        <source>λmax</source>
        <translation>λmax</translation>
    </message>
    <message>
        <source>λmax: no difference ({p}): {far} {at_far}, {near} {at_near}.</source>
        <translation>λmax：没有差别（{p}）：{far} {at_far}，{near} {at_near}。</translation>
    </message>
    <message>
        <source>λ|W|² is added to the squared error; 0: of all that fit best, the smallest W</source>
        <translation>在平方误差上加 λ|W|²；取 0 时，在拟合最好的所有 W 中取最小的</translation>
    </message>
    <message>
        <source>ρ = {value}</source>
        <translation>ρ = {value}</translation>
    </message>
    <message>
        <source>σ + ε, not √(σ² + ε)</source>
        <translation>σ + ε，而非 √(σ² + ε)</translation>
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
        <source>“{given}” holds no picture; accepted: {accepted}</source>
        <translation>“{given}”中没有图片；可接受：{accepted}</translation>
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
        <source>“{given}” is not a file that can be opened; accepted: {accepted}</source>
        <translation>“{given}”不是可以打开的文件；应为：{accepted}</translation>
    </message>
    <message>
        <source>“{given}” is not a number</source>
        <translation>“{given}”不是数字</translation>
    </message>
    <message>
        <source>“{given}” is not a number; accepted: {accepted}</source>
        <translation>“{given}”不是数字；应为：{accepted}</translation>
    </message>
    <message>
        <source>“{given}” is not a row of numbers; accepted: {accepted}</source>
        <translation>“{given}”不是一行数值；可接受：{accepted}</translation>
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
        <source>“{given}” may be {accepted}; write it without a separator</source>
        <translation>“{given}”可能是 {accepted}；请不要使用分隔符</translation>
    </message>
    <message>
        <source>“{given}”: {detail}</source>
        <translation>“{given}”：{detail}</translation>
    </message>
    <message>
        <source>“{part}” closes a parenthesis that was never opened</source>
        <translation>“{part}”中的右括号没有对应的左括号</translation>
    </message>
    <message>
        <source>“{part}” has no meaning here</source>
        <translation>“{part}”在这里没有意义</translation>
    </message>
    <message>
        <source>“{part}” is neither x, y nor a known function</source>
        <translation>“{part}”既不是 x、y，也不是已知函数</translation>
    </message>
    <message>
        <source>“{part}” may be the inverse or 1 over it; write 1/ln(x), or exp(x)</source>
        <translation>“{part}”可能指反函数或倒数；请写成 1/ln(x) 或 exp(x)</translation>
    </message>
    <message>
        <source>“{part}” may mean a thousand or a decimal; write it without the comma</source>
        <translation>“{part}”可能是千位分隔或小数；请不要使用逗号</translation>
    </message>
    <message>
        <source>“{part}” needs an argument, as in {part}(x)</source>
        <translation>“{part}”需要一个自变量，例如 {part}(x)</translation>
    </message>
    <message>
        <source>“{part}” needs two arguments, as in {part}(x, y)</source>
        <translation>“{part}”需要两个自变量，例如 {part}(x, y)</translation>
    </message>
    <message>
        <source>“{part}”: write the number first, or a sign between: 2x, x*2, x^2</source>
        <translation>“{part}”：请把数字写在前面，或在中间加上符号：2x、x*2、x^2</translation>
    </message>
</context>
</TS>
