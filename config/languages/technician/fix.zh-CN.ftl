# Steps of the instructions, by the short code of the fault.

fix-P1-1 = 用钥匙打开打印机那一格的柜门
fix-P1-2 = 扳开扳手，掀开打印机上盖
fix-P1-3 = 拿出旧纸芯，吹掉纸屑
fix-P1-4 = 放新纸卷，纸头从下往外拉出一截，压好上盖
    .speech = 放新纸卷，纸头朝外拉出一截，压好上盖
